package io.costaware.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.catalog.PriceFacts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceTablesTest {
  private static final String FACTS =
      """
      {"type":"price","provider":"bedrock","model":"m","scope":"in_region","service_tier":"provisioned:1m",\
      "context":"any","dimension":"provisioned_model_unit","unit":"usd_per_hour","usd":"39.6","confidence":"low",\
      "as_of":"2026-07-24","sources":[{"id":"aws","usd":"39.6","as_of":"2026-07-24"}]}
      {"type":"price","provider":"vertex","model":"n","scope":"global","service_tier":"standard",\
      "context":"any","dimension":"output_image_each","unit":"usd_per_image","usd":"0.06","confidence":"medium",\
      "as_of":"2026-08-21","attrs":{"steps":"50-steps","resolution":"1024-x-1024"},"retired":true,\
      "sources":[{"id":"aws","usd":"0.06","as_of":"2026-08-20"}]}
      {"type":"price","provider":"vertex","model":"n","scope":"global","service_tier":"standard",\
      "context":"any","dimension":"output_reasoning","unit":"usd_per_1m_tokens","usd":"7.5","confidence":"medium",\
      "as_of":"2026-08-21","sources":[]}
      {"type":"limit","provider":"bedrock","model":"m","limit":"context_window_tokens","tokens":200000}
      """;

  @Test
  void factsBecomeTablesAndTablesASheet(@TempDir Path tables) throws IOException {
    PriceTables.write(
        PriceFacts.read("(test)", new ByteArrayInputStream(FACTS.getBytes(StandardCharsets.UTF_8))),
        tables);
    Files.writeString(tables.resolve("sources.csv"), "id,what\naws,a price page\n");
    assertThat(tables.resolve("bedrock.csv"))
        .hasContent(
            PriceTables.PRICES
                + "\nm,in_region,provisioned:1m,any,provisioned_model_unit,1,39.6,,,aws,2026-07-24,low,");
    assertThat(tables.resolve("vertex.csv"))
        .hasContent(
            PriceTables.PRICES
                + "\nn,global,standard,any,output_image_each,1,0.06,,,aws,2026-08-20,medium,"
                + "resolution=1024-x-1024;steps=50-steps");
    assertThat(tables.resolve("models.csv"))
        .hasContent(PriceTables.MODELS + "\nbedrock,m,200000,,\nvertex,n,,,true");
    assertThat(Files.readAllLines(tables.resolve("left-out.csv")))
        .element(1)
        .isEqualTo(
            "vertex,n,global,standard,any,output_reasoning,7.5,,,,thinking counts as output");
    PriceSheet sheet =
        PriceSheet.read(
            new ByteArrayInputStream(
                BundledSheetWriter.json(tables).getBytes(StandardCharsets.UTF_8)));
    assertThat(sheet.priceCount()).isEqualTo(2);
    assertThat(sheet.version()).isEqualTo("bundled-2026-08-20");
  }

  @Test
  void theToolAsksForAFile() {
    assertThatThrownBy(() -> PriceTables.main(new String[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("path");
  }
}
