package io.costaware.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriceSheetTest {
  private static final String GOOD =
      """
      {"name":"mine","version":"2026-11-21","currency":"USD",
       "sources":{"contract":"our contract"},
       "models":[
        {"provider":"bedrock","model":"v.m","context":200000,"maxOutput":8192,"prices":[
          {"scope":"global","source":"contract","seen":"2026-11-20","confidence":"high",
           "rates":{"input":"0.30","output":"2.50"}}]}]}
      """;

  private static PriceSheet read(String json) throws IOException {
    return PriceSheet.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static PriceSheetException refused(String json) {
    return catchThrowableOfType(PriceSheetException.class, () -> read(json));
  }

  private static PriceSheetException refusedGroup(String group) {
    return refused(GOOD.replace("\"scope\":\"global\",", group));
  }

  @Test
  void aSheetSaysWhatItHolds() throws IOException {
    PriceSheet sheet = read(GOOD);
    assertThat(sheet.version()).isEqualTo("mine-2026-11-21");
    assertThat(sheet.priceCount()).isEqualTo(2);
    assertThat(sheet).hasToString("mine-2026-11-21 (2 prices of 1 models in USD)");
  }

  @Test
  void aFileIsNamedInTheRefusal(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("prices.json"), "{");
    assertThatThrownBy(() -> PriceSheet.read(file))
        .isInstanceOf(PriceSheetException.class)
        .hasMessageContaining("prices.json is refused as a whole")
        .hasMessageContaining("the JSON is damaged");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "{\"name\":}", "nonsense", "{\"name\":\"a\",\"name\":\"b\"}"})
  void damagedJsonIsRefusedWhole(String json) {
    PriceSheetException refused = refused(json);
    assertThat(refused).isNotNull();
    assertThat(refused.faults()).isNotEmpty();
  }

  @Test
  void aSheetCutInTheMiddleIsRefusedWherever() {
    for (int end = 0; end < GOOD.strip().length(); end++) {
      assertThat(refused(GOOD.substring(0, end))).as("cut at " + end).isNotNull();
    }
  }

  @Test
  void everyFaultIsNamedInOneMessage() {
    PriceSheetException refused =
        refused(
            """
            {"name":"mine","version":"1","currency":"USD","models":[
              {"provider":"azure","model":"m","prices":[]},
              {"provider":"vertex","model":"m","context":-5,"prices":[
                {"scope":"in_region","rates":{"input":"1"}},
                {"scope":"global","band":"gt_200","rates":{"input":"-1"}},
                {"scope":"global","rates":{"input":"-1","outputs":"1","output":3}},
                {"scope":"global","from":"2026-02-01","to":"2026-01-01","rates":{"input":"1"}},
                {"scope":"global","tyre":"flex","per":"1B","rates":{"input":"1"}}
              ]}]}
            """);
    assertThat(refused.faults())
        .anySatisfy(f -> assertThat(f).contains("line 2", "azure", "bedrock or vertex"))
        .anySatisfy(f -> assertThat(f).contains("line 3", "models[1].context", "-5"))
        .anySatisfy(f -> assertThat(f).contains("'in_region'", "global or non_global"))
        .anySatisfy(f -> assertThat(f).contains("gt_200'", "gt_200k"))
        .anySatisfy(f -> assertThat(f).contains("line 6", "'-1'", "not below zero"))
        .anySatisfy(f -> assertThat(f).contains("rates.outputs", "is no meter"))
        .anySatisfy(f -> assertThat(f).contains("rates.output", "must be a text", "it is 3"))
        .anySatisfy(f -> assertThat(f).contains("line 7", "is not before"))
        .anySatisfy(f -> assertThat(f).contains("line 8", "tyre", "is no field"))
        .anySatisfy(f -> assertThat(f).contains("'1B'", "1, 1K or 1M"));
    assertThat(refused).hasMessageContaining(refused.faults().size() + " faults");
  }

  @Test
  void aHeaderThatIsMissingIsNamed() {
    assertThat(refused("{}").faults())
        .anySatisfy(f -> assertThat(f).startsWith("name is missing"))
        .anySatisfy(f -> assertThat(f).startsWith("version is missing"))
        .anySatisfy(f -> assertThat(f).startsWith("currency is missing"));
  }

  @Test
  void twoPricesOfOneMeterAtTheSameTimeAreRefused() {
    PriceSheetException refused =
        refusedGroup("\"scope\":\"global\",\"rates\":{\"input\":\"1\"}},{\"scope\":\"global\",");
    assertThat(refused).hasMessageContaining("two prices of input for global, standard, any");
  }

  @Test
  void aPriceThatOnlyASlipExplainsIsRefused() {
    assertThat(refused(GOOD.replace("0.30", "3000000000")))
        .hasMessageContaining("one token cost 3000; the limit is 1000");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"1e9", "NaN", "1,5", " 1", "+1", "0x1", "1e999999999", ".5"})
  void aPriceIsAPlainDecimal(String price) {
    assertThat(refused(GOOD.replace("0.30", price))).hasMessageContaining("rates.input");
  }

  @Test
  void aSourceThatTheSheetDoesNotListIsRefused() {
    assertThat(refused(GOOD.replace("\"source\":\"contract\"", "\"source\":\"hearsay\"")))
        .hasMessageContaining("source 'hearsay' is not among");
  }

  @Test
  void aModelThatStandsTwiceIsRefused() {
    assertThat(
            refused(
                GOOD.replace(
                    "\"models\":[", "\"models\":[{\"provider\":\"bedrock\",\"model\":\"v.m\"},")))
        .hasMessageContaining("bedrock:v.m stands twice");
  }

  @Test
  void theSheetOfTheDocumentationIsReadAsItStands() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "price-sheets.md"));
    int start = page.indexOf("```json") + "```json".length();
    PriceSheet sheet = read(page.substring(start, page.indexOf("```", start)));
    assertThat(sheet.priceCount()).isPositive();
  }
}
