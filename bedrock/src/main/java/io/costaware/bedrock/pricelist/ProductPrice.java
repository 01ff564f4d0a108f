package io.costaware.bedrock.pricelist;

import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.catalog.PriceRows;
import io.costaware.money.Money;
import io.costaware.pricing.Confidence;
import io.costaware.pricing.ListedPrice;
import io.costaware.target.Provider;
import io.costaware.usage.Meter;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes a price of a product, or says why not. Routing and tier become scope and tier of the price,
 * so that no SKU of a model displaces another.
 *
 * <p>For use by one thread.
 */
final class ProductPrice {
  private static final long ANTHROPIC_LONG = 200_000;
  private static final long OPENAI_LONG = 272_000;

  private final ProductNames names;
  private final PriceRows rows;
  private final String seen;

  ProductPrice(ProductNames names, PriceRows rows, LocalDate asOf) {
    this.names = names;
    this.rows = rows;
    this.seen = ", seen " + asOf;
  }

  void add(Product product) {
    UsageType usage = UsageType.of(product.usageType());
    String reason = notWanted(product, usage);
    String name = ProductNames.of(product);
    String model = names.model(name);
    if (reason == null && model == null) {
      reason = "'" + name + "' is joined to no model; name the model id for it";
    }
    if (reason != null || model == null) {
      rows.passOver(product.place(), String.valueOf(reason));
      return;
    }
    boolean any = false;
    for (JsonNode term : product.onDemand()) {
      any = true;
      term(product, usage, model, term);
    }
    if (!any) {
      rows.passOver(product.place(), "it has no price on demand");
    }
  }

  private static @Nullable String notWanted(Product product, UsageType usage) {
    if (usage.isCustom() || product.attribute("feature").equals("Model Customization")) {
      return "a model of one's own, not the base model";
    }
    if (usage.has("guardrail") || product.attribute("feature").contains("Guardrail")) {
      return "a guardrail, not a model";
    }
    if (usage.has("cross region") && !usage.isGlobal()) {
      return "routing within a geography is billed at the price of the Region";
    }
    return null;
  }

  private void term(Product product, UsageType usage, String model, JsonNode term) {
    List<JsonNode> dimensions = new ArrayList<>();
    term.path("priceDimensions").forEach(dimensions::add);
    if (dimensions.size() != 1) {
      rows.passOver(
          product.place(), dimensions.size() + " prices by volume; a sheet has one a meter");
      return;
    }
    JsonNode dimension = dimensions.get(0);
    String unit = dimension.path("unit").asText("");
    Meter meter = meter(product, usage, unit);
    if (meter == null) {
      rows.passOver(product.place(), "no meter counts it, by '" + unit + "'");
      return;
    }
    int power = PriceUnit.power(product.service(), unit, meter, usage);
    BigDecimal figure = figure(dimension.path("pricePerUnit").path("USD").asText(""));
    long above = usage.isLongContext() ? longContext(model) : 0;
    if (power < 0) {
      rows.passOver(
          product.place(), "unit '" + unit + "' of " + product.service() + " is not known");
    } else if (figure == null) {
      rows.passOver(product.place(), dimension.path("pricePerUnit") + " is no price in US dollars");
    } else if (above < 0) {
      rows.passOver(product.place(), "from which length the prompt is long is not known");
    } else {
      Money perUnit = new Money(figure.movePointLeft(power), Money.USD);
      rows.add(
          listed(product, usage, model, meter, above, perUnit, instant(term)), product.place());
    }
  }

  private static @Nullable Meter meter(Product product, UsageType usage, String unit) {
    Meter meter = usage.meter(unit);
    if (meter != null || !unit.toLowerCase(Locale.ROOT).contains("token")) {
      return meter;
    }
    // Where the usage type is silent, the structured attribute may tell.
    return UsageType.of(product.attribute("inferenceType").replace(' ', '-')).meter(unit);
  }

  private ListedPrice listed(
      Product product,
      UsageType usage,
      String model,
      Meter meter,
      long above,
      Money perUnit,
      @Nullable Instant from) {
    String scope = usage.isGlobal() ? "global" : "region:" + product.attribute("regionCode");
    // Only Anthropic prices cache writes by their lifetime.
    boolean anyWrite = meter == Meter.CACHE_WRITE_5M && !model.startsWith("anthropic.");
    return new ListedPrice(
        Provider.BEDROCK,
        model,
        scope,
        tier(usage),
        above,
        meter,
        anyWrite && usage.lifetime().isEmpty(),
        perUnit,
        from,
        null,
        "aws-price-list " + product.sku() + seen,
        Confidence.HIGH,
        attributes(usage, meter));
  }

  private static String tier(UsageType usage) {
    if (usage.isReserved()) {
      return "reserved:" + usage.term();
    }
    return usage.isProvisioned() ? "provisioned:" + usage.term() : usage.tier();
  }

  private static Map<String, String> attributes(UsageType usage, Meter meter) {
    Map<String, String> attributes = new TreeMap<>();
    if (meter == Meter.OUTPUT_IMAGE_EACH) {
      for (String size : List.of("1024", "2048")) {
        if (usage.has(size)) {
          attributes.put("resolution", "upto" + size + "x" + size);
        }
      }
      for (String quality : List.of("standard", "premium")) {
        if (usage.has(quality) && !attributes.isEmpty()) {
          attributes.put("quality", quality);
        }
      }
    }
    return attributes;
  }

  private static long longContext(String model) {
    if (model.startsWith("anthropic.")) {
      return ANTHROPIC_LONG;
    }
    return model.startsWith("openai.") ? OPENAI_LONG : -1;
  }

  private static @Nullable BigDecimal figure(String text) {
    try {
      BigDecimal figure = new BigDecimal(text);
      return figure.signum() < 0 || Math.abs((long) figure.scale()) > 30 ? null : figure;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Instant instant(JsonNode term) {
    try {
      String text = term.path("effectiveDate").asText("");
      return text.isEmpty() ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
