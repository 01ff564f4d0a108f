package io.costaware.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.money.Money;
import io.costaware.pricing.Confidence;
import io.costaware.pricing.ListedPrice;
import io.costaware.target.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the SKUs of a service as Google's Cloud Billing API lists them.
 *
 * <p>For use by one thread.
 */
final class CloudBillingReader {
  private static final String SOURCE = "cloud-billing";

  private final PriceRows rows;
  private final SkuMapping mapping;
  private final String seen;
  private int skus;

  private CloudBillingReader(LocalDate asOf, SkuMapping mapping) {
    rows = PriceImport.collect(SOURCE, asOf);
    this.mapping = mapping;
    seen = ", seen " + asOf;
  }

  static PriceImport read(InputStream json, LocalDate asOf, SkuMapping mapping) throws IOException {
    JsonNode root = JsonFile.read(SOURCE, json);
    CloudBillingReader reader = new CloudBillingReader(asOf, mapping);
    JsonNode last = root;
    if (root.isArray()) {
      for (JsonNode part : root) {
        reader.part(part);
        last = part;
      }
    } else {
      reader.part(root);
    }
    if (!last.path("nextPageToken").asText("").isBlank()) {
      throw new PriceImportException(
          SOURCE,
          List.of(
              "the last page names a next one, so pages are missing; fetch the rest and put all"
                  + " pages into one JSON list"));
    }
    if (reader.skus == 0) {
      throw new PriceImportException(
          SOURCE, List.of("there is no SKU in it; this is no list of the Cloud Billing API"));
    }
    return reader.rows.done();
  }

  private void part(JsonNode part) {
    if (part.path("skus").isArray()) {
      part.path("skus").forEach(this::sku);
    } else if (part.path("skuId").isTextual()) {
      sku(part);
    }
  }

  private void sku(JsonNode sku) {
    skus++;
    String description = sku.path("description").asText("");
    String place = sku.path("skuId").asText("(no skuId)") + " '" + description.strip() + "'";
    String usageType = sku.path("category").path("usageType").asText("OnDemand");
    SkuMapping.Entry entry = mapping.find(description);
    if (!usageType.equals("OnDemand")) {
      rows.passOver(place, "usage type " + usageType + " is bought beforehand");
    } else if (entry == null) {
      rows.passOver(place, "not in the mapping table");
    } else {
      price(place, sku, entry);
    }
  }

  private void price(String place, JsonNode sku, SkuMapping.Entry entry) {
    JsonNode info = latest(sku.path("pricingInfo"));
    JsonNode expression = info.path("pricingExpression");
    int power = SkuUnit.power(expression.path("usageUnit").asText(""), entry.meter());
    JsonNode rate = rate(expression.path("tieredRates"));
    BigDecimal figure = rate == null ? null : figure(rate.path("unitPrice"));
    Currency currency = rate == null ? null : currency(rate.path("unitPrice"));
    if (power < 0) {
      rows.passOver(
          place,
          "unit '"
              + expression.path("usageUnit").asText("")
              + "' does not count "
              + entry.meter().unit().id());
    } else if (rate == null) {
      rows.passOver(place, "no single rate: it has none, or several by volume");
    } else if (figure == null || currency == null) {
      rows.passOver(place, rate.path("unitPrice") + " is no unit price");
    } else {
      Money perUnit = new Money(figure.movePointLeft(power), currency);
      for (String model : entry.models()) {
        rows.add(listed(model, entry, perUnit, instant(info), sku), place);
      }
    }
  }

  private ListedPrice listed(
      String model, SkuMapping.Entry entry, Money perUnit, @Nullable Instant from, JsonNode sku) {
    return new ListedPrice(
        Provider.VERTEX,
        model,
        entry.scope(),
        entry.tier(),
        entry.above(),
        entry.meter(),
        entry.anyWrite(),
        perUnit,
        from,
        null,
        "sku " + sku.path("skuId").asText("") + seen,
        Confidence.HIGH,
        entry.attributes());
  }

  /** The list is in the order of time; what is effective last is what holds. */
  private static JsonNode latest(JsonNode infos) {
    return infos.path(Math.max(0, infos.size() - 1));
  }

  /** The one rate, or the one past a free quota; null if it depends on volume. */
  private static @Nullable JsonNode rate(JsonNode rates) {
    if (rates.size() == 1) {
      return rates.get(0);
    }
    BigDecimal first = rates.size() == 2 ? figure(rates.path(0).path("unitPrice")) : null;
    return first != null && first.signum() == 0 ? rates.get(1) : null;
  }

  private static @Nullable BigDecimal figure(JsonNode unitPrice) {
    JsonNode whole = unitPrice.path("units");
    JsonNode fraction = unitPrice.path("nanos");
    BigDecimal units = whole.isMissingNode() ? BigDecimal.ZERO : JsonFile.decimal(whole);
    BigDecimal nanos = fraction.isMissingNode() ? BigDecimal.ZERO : JsonFile.decimal(fraction);
    if (units == null || nanos == null || (whole.isMissingNode() && fraction.isMissingNode())) {
      return null;
    }
    return units.add(nanos.movePointLeft(9));
  }

  private static @Nullable Currency currency(JsonNode unitPrice) {
    try {
      return Currency.getInstance(unitPrice.path("currencyCode").asText(""));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable Instant instant(JsonNode info) {
    try {
      String text = info.path("effectiveTime").asText("");
      return text.isEmpty() ? null : Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
