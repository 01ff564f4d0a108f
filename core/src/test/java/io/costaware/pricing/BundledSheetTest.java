package io.costaware.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.catalog.LeftOutPrices;
import io.costaware.money.Money;
import io.costaware.target.Provider;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BundledSheetTest {
  @Test
  void theBundledSheetIsWhatItsTablesSay() throws IOException {
    assertThat(
            Files.readString(BundledSheetWriter.SHEET)
                .equals(BundledSheetWriter.json(BundledSheetWriter.TABLES)))
        .as("run BundledSheetWriter in core after a change of src/prices")
        .isTrue();
  }

  /** The counts that the change log gives. */
  @Test
  void theBundledSheetHasThesePricesAndModels() throws IOException {
    assertThat(PriceSheet.bundled().priceCount()).isEqualTo(5_095);
    assertThat(PriceSheet.bundled().modelCount()).isEqualTo(408);
    assertThat(LeftOutPrices.read(BundledSheetWriter.TABLES.resolve("left-out.csv")).size())
        .isEqualTo(50);
  }

  @Test
  void M2_everyRowOfTheTablesIsInTheSheetAndNamesASource() throws IOException {
    int rows = 0;
    for (String provider : List.of("bedrock", "vertex")) {
      for (Map<String, String> row :
          BundledSheetWriter.table(BundledSheetWriter.TABLES.resolve(provider + ".csv"))) {
        rows++;
        assertThat(row.get("source")).isNotEmpty();
        assertThat(row.get("seen")).matches("20\\d\\d-\\d\\d-\\d\\d");
      }
    }
    assertThat(PriceSheet.bundled().priceCount()).isEqualTo(rows);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "bedrock anthropic.claude-sonnet-4-6",
        "bedrock anthropic.claude-opus-4-8",
        "bedrock anthropic.claude-haiku-4-5-20251001-v1:0",
        "bedrock amazon.nova-micro-v1:0",
        "bedrock amazon.nova-2-lite-v1:0",
        "bedrock meta.llama4-maverick-17b-instruct-v1:0",
        "bedrock mistral.mistral-large-3-675b-instruct",
        "bedrock openai.gpt-oss-120b-1:0",
        "bedrock amazon.titan-embed-text-v2:0",
        "bedrock cohere.embed-v4:0",
        "vertex gemini-2.5-pro",
        "vertex gemini-2.5-flash",
        "vertex gemini-3.1-pro-preview",
        "vertex gemini-3.5-flash",
        "vertex gemini-embedding-001",
        "vertex claude-sonnet-4-6",
      })
  void theBundledSheetCoversWhatPeopleCall(String model) {
    String[] names = model.split(" ", 2);
    SheetModel found = PriceSheet.bundled().find(Provider.of(names[0]), names[1]);
    assertThat(found).isNotNull();
    assertThat(found.rows()).isNotEmpty();
    assertThat(found.limits().contextTokens()).isPositive();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "anthropic.claude-v2:1, region:us-east-1, provisioned:6m, provisioned_model_unit, 34.992",
    "meta.llama3-1-70b-instruct-v1:0, any_region, provisioned:none, provisioned_model_unit, 24",
    "anthropic.claude-haiku-4-5-20251001-v1:0, geo:au, reserved:3m, reserved_output_tpm, 0.297",
    "custom-model-import, any_region, custom_import, custom_model_storage, 1.95",
  })
  void U6_capacityThatIsBoughtBeforehandHasItsListPrice(
      String model, String scope, String tier, String meter, String usd) {
    assertThat(PriceSheet.bundled().prices())
        .filteredOn(
            price ->
                price.model().equals(model)
                    && price.scope().equals(scope)
                    && price.tier().equals(tier)
                    && price.meterName().equals(meter))
        .extracting(ListedPrice::perUnit)
        .containsExactly(Money.usd(usd));
  }

  @Test
  void theBundledSheetIsSmall() throws IOException {
    assertThat(Files.size(BundledSheetWriter.SHEET)).isLessThan(500_000);
  }
}
