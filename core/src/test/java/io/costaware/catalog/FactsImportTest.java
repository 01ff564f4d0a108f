package io.costaware.catalog;

import static io.costaware.catalog.Sources.DAY;
import static io.costaware.catalog.Sources.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.costaware.pricing.ListedPrice;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FactsImportTest {
  private static String fact(String dimension, String usd) {
    return """
        {"type":"price","provider":"vertex","model":"gemini-x","scope":"global",\
        "service_tier":"standard","context":"any","dimension":"%s","unit":"usd_per_1m_tokens",\
        "usd":"%s","confidence":"high","as_of":"2026-08-21",\
        "sources":[{"id":"litellm","usd":"%s","as_of":"2026-08-21"}]}
        """
        .formatted(dimension, usd, usd);
  }

  @Test
  void factsBecomePricesWithoutThoseThatNoSheetShouldTrust() throws IOException {
    PriceImport imported =
        PriceImport.priceFacts(
            stream(fact("input", "1.50") + fact("output", "9") + fact("output_reasoning", "9")),
            DAY);
    assertThat(imported.prices())
        .extracting(ListedPrice::meterName, price -> price.perUnit().decimal())
        .containsExactlyInAnyOrder(tuple("input", "0.0000015"), tuple("output", "0.000009"));
    assertThat(imported.passedOver()).hasSize(1);
    assertThat(imported.passedOver().get(0).reason()).contains("thinking");
  }

  @Test
  void aWrongLineRefusesTheFile() {
    assertThatThrownBy(
            () -> PriceImport.priceFacts(stream(fact("input", "1.50") + "{\"type\":"), DAY))
        .isInstanceOf(PriceImportException.class)
        .hasMessageContaining("price-facts is refused as a whole");
  }
}
