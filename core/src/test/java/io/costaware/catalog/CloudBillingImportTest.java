package io.costaware.catalog;

import static io.costaware.catalog.Sources.DAY;
import static io.costaware.catalog.Sources.cloudBilling;
import static io.costaware.catalog.Sources.price;
import static io.costaware.catalog.Sources.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.pricing.ListedPrice;
import io.costaware.usage.Meter;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudBillingImportTest {
  private static String sku(String id, String description, String unit, String rates) {
    return """
        {"name":"services/C7E2-9256-1C43/skus/%1$s","skuId":"%1$s","description":"%2$s",
         "category":{"serviceDisplayName":"Vertex AI","resourceFamily":"ApplicationServices",
           "resourceGroup":"Generative AI","usageType":"OnDemand"},
         "serviceRegions":["global"],
         "pricingInfo":[{"summary":"","pricingExpression":{"usageUnit":"%3$s",
           "displayQuantity":1000000,"baseUnit":"count","baseUnitConversionFactor":1,
           "tieredRates":[%4$s]},"currencyConversionRate":1,
           "effectiveTime":"2026-11-20T08:00:00.123456Z"}]}
        """
        .formatted(id, description, unit, rates);
  }

  private static String rate(String units, long nanos) {
    return """
        {"startUsageAmount":0,"unitPrice":{"currencyCode":"USD","units":"%s","nanos":%d}}
        """
        .formatted(units, nanos);
  }

  private static PriceImport tokens(String description, long nanos) {
    return cloudBilling("{\"skus\":[" + sku("A", description, "count", rate("0", nanos)) + "]}");
  }

  @ParameterizedTest
  @CsvSource({
    "Gemini 2.5 Pro Text Input - Predictions, gemini-2.5-pro, global, standard, 0, input",
    "Gemini 2.5 Flash GA Text Input - Predictions, gemini-2.5-flash, global, standard, 0, input",
    "Gemini 2.5 Flash Lite Text Input - Predictions, gemini-2.5-flash-lite, global, standard, 0,"
        + " input",
    "Gemini 2.5 Flash GA Thinking Text Output - Predictions, gemini-2.5-flash, global, standard, 0,"
        + " output",
    "Gemini 2.5 Pro Text and Thinking Output (≤200k), gemini-2.5-pro, global, standard, 0, output",
    "Gemini 2.5 Flash GA Audio Input (Long) - Predictions, gemini-2.5-flash, global, standard,"
        + " 200000, input_audio",
    "' Gemini 2.5 Flash GA Input Text Caching', gemini-2.5-flash, global, standard, 0, cache_read",
    "Gemini 3.5 Flash Global Text Output - Predictions, gemini-3.5-flash, global, standard, 0,"
        + " output",
    "Gemini 3.5 Flash Text Output - Predictions, gemini-3.5-flash, non_global, standard, 0, output",
    "Gemini 3.5 Flash Lite Global Text Input - Predictions, gemini-3.5-flash-lite, global,"
        + " standard, 0, input",
    "Gemini 2.5 Flash Text Input - Batch Predictions, gemini-2.5-flash, global, batch, 0, input",
    "Gemini 2.5 Flash Image Output, gemini-2.5-flash-image, global, standard, 0, output_image",
  })
  void aDescriptionOfTheTableIsAPrice(
      String description, String model, String scope, String tier, long above, String meter) {
    ListedPrice price = tokens(description, 300).prices().get(0);
    assertThat(price.model()).isEqualTo(model);
    assertThat(price.scope()).isEqualTo(scope);
    assertThat(price.tier()).isEqualTo(tier);
    assertThat(price.above()).isEqualTo(above);
    assertThat(price.meter().id()).isEqualTo(meter);
    assertThat(price.perUnit().decimal()).isEqualTo("0.0000003");
    assertThat(price.from()).isEqualTo(Instant.parse("2026-11-20T08:00:00.123Z"));
    assertThat(price.source()).isEqualTo("sku A, seen 2026-11-21");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Gemini 2.5 Flash Live Audio Input - Predictions",
        "Gemini 2.5 Flash Ultra Text Input - Predictions",
        "Gemini 2.5 Flash Lite Video Input - Predictions",
        "CodeMender Gemini 3.1 Pro Global Text Output",
        "Gemini 3.6 Flash Text Input - Predictions",
        "Vertex AI: Custom Training N1 Core",
      })
  void anyOtherDescriptionIsReportedAndNotGuessed(String description) {
    PriceImport imported =
        cloudBilling(
            "{\"skus\":["
                + sku("B", description, "count", rate("0", 300))
                + ","
                + sku("A", "Gemini 2.5 Pro Text Input", "count", rate("0", 1250))
                + "]}");
    assertThat(imported.prices()).hasSize(1);
    assertThat(imported.passedOver())
        .containsExactly(new PassedOver("B '" + description + "'", "not in the mapping table"));
  }

  @ParameterizedTest
  @CsvSource({
    "count, 1250, 0.00000125",
    "1000.count, 1250000, 0.00000125",
    "1000000.count, 1250000000, 0.00000125",
    "k{token}, 1250000, 0.00000125",
  })
  void unitsAreCountedExactly(String unit, long nanos, String perToken) {
    PriceImport imported =
        cloudBilling("[" + sku("A", "Gemini 2.5 Pro Text Input", unit, rate("0", nanos)) + "]");
    assertThat(imported.prices().get(0).perUnit().decimal()).isEqualTo(perToken);
  }

  @Test
  void whatCannotBePricedSaysWhy() {
    PriceImport imported =
        cloudBilling(
            "{\"skus\":["
                + sku("A", "Gemini 2.5 Pro Text Input", "count", rate("0", 1250))
                + ","
                + sku("B", "Gemini 2.5 Flash Text Input", "GiBy.mo", rate("0", 300))
                + ","
                + sku(
                    "C", "Gemini 2.5 Flash Text Output", "count", rate("0", 3) + "," + rate("0", 2))
                + ","
                + sku("D", "Gemini 2.5 Flash Lite Text Output", "count", rate("0", -2))
                + ","
                + sku("E", "Gemini 2.5 Flash Lite Text Input", "count", rate("0", 2))
                    .replace("OnDemand", "Commit1Yr")
                + "]}");
    assertThat(imported.prices()).hasSize(1);
    assertThat(imported.passedOver().toString())
        .contains("unit 'GiBy.mo' does not count token")
        .contains("several by volume")
        .contains("is no unit price")
        .contains("Commit1Yr is bought beforehand");
  }

  @Test
  void aFreeQuotaIsNotThePrice() {
    PriceImport imported =
        cloudBilling(
            "{\"skus\":["
                + sku(
                    "G",
                    "Grounding with Google Search on Gemini 3",
                    "count",
                    rate("0", 0) + "," + rate("0", 14_000_000))
                + "]}");
    assertThat(price(imported, "gemini-3.5-flash", "global", Meter.WEB_SEARCH).perUnit().decimal())
        .isEqualTo("0.014");
  }

  @Test
  void pagesAreReadTogetherAndNoneMayBeMissing() {
    String first =
        "{\"skus\":["
            + sku("A", "Gemini 2.5 Pro Text Input", "count", rate("0", 1250))
            + "],\"nextPageToken\":\"more\"}";
    String second =
        "{\"skus\":["
            + sku("B", "Gemini 2.5 Pro Text Output", "count", rate("0", 10_000))
            + "],\"nextPageToken\":\"\"}";
    assertThat(cloudBilling("[" + first + "," + second + "]").prices()).hasSize(2);
    assertThatThrownBy(() -> cloudBilling(first))
        .isInstanceOf(PriceImportException.class)
        .hasMessageContaining("pages are missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"error\":{\"code\":403}}", "[]", "{\"skus\":[{", "{\"skus\":[]}"})
  void noListIsRefused(String text) {
    assertThatThrownBy(() -> cloudBilling(text))
        .isInstanceOf(PriceImportException.class)
        .hasMessageContaining("refused as a whole");
  }

  @Test
  void aMappingOfOnesOwnWins() throws IOException {
    SkuMapping mapping =
        SkuMapping.bundled()
            .with(
                stream(
                    """
                    description,model,scope,tier,band,meter,attributes
                    Kimi K2 Thinking Input,kimi-k2-thinking-maas,global,standard,any,input,
                    Gemini 3.6 Flash Text Input,gemini-3.6-flash,non_global,priority,gt_200k,input,
                    """));
    String skus =
        "{\"skus\":["
            + sku("K", "Kimi K2 Thinking Input - Predictions", "count", rate("0", 600))
            + ","
            + sku("F", "Gemini 3.6 Flash Text Input", "count", rate("0", 1650))
            + "]}";
    PriceImport imported = PriceImport.cloudBilling(stream(skus), DAY, mapping);
    assertThat(imported.prices())
        .extracting(ListedPrice::model)
        .containsExactly("kimi-k2-thinking-maas", "gemini-3.6-flash");
    assertThat(imported.prices().get(1).tier()).isEqualTo("priority");
  }

  @Test
  void aWrongMappingIsRefusedWithItsLine() {
    assertThatThrownBy(
            () ->
                SkuMapping.bundled()
                    .with(
                        stream(
                            """
                            description,model,scope,tier,band,meter,attributes
                            A,m,global,standard,any,watts,
                            """)))
        .isInstanceOf(PriceImportException.class)
        .hasMessageContaining("line 2");
  }
}
