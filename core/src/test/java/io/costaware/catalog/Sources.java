package io.costaware.catalog;

import io.costaware.pricing.ListedPrice;
import io.costaware.pricing.PriceSheet;
import io.costaware.usage.Meter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/** Short ways to write sources down in tests. */
final class Sources {
  static final LocalDate DAY = LocalDate.parse("2026-11-21");

  private Sources() {}

  static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  static PriceImport liteLlm(String json) {
    try {
      return PriceImport.liteLlm(stream(json), DAY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PriceImport csv(String text) {
    try {
      return PriceImport.csv(stream(text), DAY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rows of {@code scope,tier,meter,price} of one Bedrock model. */
  static PriceImport rows(String... rows) {
    StringBuilder text = new StringBuilder("provider,model,scope,tier,meter,price\n");
    for (String row : rows) {
      text.append("bedrock,v.m,").append(row).append('\n');
    }
    return csv(text.toString());
  }

  static PriceSheet sheet(String... rows) {
    return rows(rows).alone().accepting(finding -> true).sheet();
  }

  static PriceImport cloudBilling(String json) {
    try {
      return PriceImport.cloudBilling(stream(json), DAY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ListedPrice price(PriceImport imported, String model, String scope, Meter meter) {
    return imported.prices().stream()
        .filter(price -> price.model().equals(model))
        .filter(price -> price.scope().equals(scope))
        .filter(price -> price.meter() == meter)
        .filter(price -> price.tier().equals("standard") && price.above() == 0)
        .findFirst()
        .orElseThrow(() -> new AssertionError(model + " " + scope + " " + meter));
  }
}
