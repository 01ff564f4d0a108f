package io.costaware.pricing;

import static io.costaware.pricing.BookBench.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.target.Provider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ModelIndexTest {
  private static PriceSheet indexed(String json) throws IOException {
    return ModelIndex.sheet("test", json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theBundledSheetReadModelByModelIsTheSheetReadWhole() throws IOException {
    PriceSheet whole;
    try (InputStream json = PriceSheet.class.getResourceAsStream("bundled-prices.json")) {
      whole = PriceSheet.read(json);
    }
    PriceSheet bundled = PriceSheet.bundled();
    assertThat(bundled.prices()).isEqualTo(whole.prices());
    assertThat(bundled.toString()).isEqualTo(whole.toString());
    assertThat(bundled.staleFromMillis()).isEqualTo(whole.staleFromMillis());
    assertThat(bundled.find(Provider.VERTEX, "gemini-2.5-pro"))
        .isEqualTo(whole.find(Provider.VERTEX, "gemini-2.5-pro"));
    assertThat(bundled.knowsTier("priority")).isTrue();
    assertThat(bundled.knowsTier("turbo")).isFalse();
  }

  @Test
  void bracesAndQuotesWithinTextsLeadNobodyAstray() throws IOException {
    String json =
        """
        {"sources":{"models":"[{\\"odd\\"}]"},"name":"a}]\\\\","version":"1","currency":"USD","models":[
          {"provider":"vertex","model":"m{1}","prices":[
            {"scope":"global","source":"models","rates":{"input":"1"},"attributes":{"model":"]["}}]},
          {"context":5,"model":"n","provider":"bedrock"}],
         "staleAfterDays":7}
        """;
    PriceSheet indexed = indexed(json);
    PriceSheet whole = PriceSheet.read(stream(json));
    assertThat(indexed.prices()).isEqualTo(whole.prices()).hasSize(1);
    assertThat(indexed.header()).isEqualTo(whole.header());
    assertThat(indexed.find(Provider.BEDROCK, "n"))
        .isEqualTo(whole.find(Provider.BEDROCK, "n"))
        .isNotNull();
    assertThat(indexed.find(Provider.VERTEX, "n")).isNull();
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    indexed.write(again);
    assertThat(PriceSheet.read(stream(again.toString(StandardCharsets.UTF_8))).prices())
        .isEqualTo(whole.prices());
  }

  @Test
  void aSheetThatIsCutIsRefusedAndADamagedModelWhenItIsAskedFor() throws IOException {
    assertThatThrownBy(() -> indexed("{\"name\":\"a\",\"models\":["))
        .isInstanceOf(PriceSheetException.class);
    assertThatThrownBy(() -> indexed("")).isInstanceOf(PriceSheetException.class);
    PriceSheet sheet =
        indexed(
            """
            {"name":"a","version":"1","currency":"USD","models":[
              {"provider":"vertex","model":"good"},
              {"provider":"vertex","model":"bad","prices":7}]}
            """);
    assertThat(sheet.find(Provider.VERTEX, "good")).isNotNull();
    assertThatThrownBy(() -> sheet.find(Provider.VERTEX, "bad"))
        .isInstanceOf(PriceSheetException.class)
        .hasMessageContaining("vertex:bad");
  }
}
