package io.costaware.catalog;

import static io.costaware.catalog.Sources.csv;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.costaware.pricing.Confidence;
import io.costaware.pricing.ListedPrice;
import io.costaware.pricing.PriceSheet;
import io.costaware.usage.Meter;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvImportTest {
  private static final String FULL =
      "provider,model,scope,tier,band,meter,per,price,currency,from,to,source,seen,confidence,"
          + "attributes\n";

  @Test
  void everyColumnIsRead() {
    PriceImport imported =
        csv(
            FULL
                + "vertex,veo,non_global,batch,gt_200k,output_video_second,1,0.50,EUR,2026-11-01,"
                + "2026-12-01T12:00:00Z,\"contract, \"\"B\"\"\",2026-10-28,low,"
                + "resolution=4k;audio=with_audio\r\n");
    ListedPrice price = imported.prices().get(0);
    assertThat(price.scope()).isEqualTo("non_global");
    assertThat(price.tier()).isEqualTo("batch");
    assertThat(price.above()).isEqualTo(200_000);
    assertThat(price.perUnit()).hasToString("0.5 EUR");
    assertThat(price.from()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
    assertThat(price.to()).isEqualTo(Instant.parse("2026-12-01T12:00:00Z"));
    assertThat(price.source()).isEqualTo("contract, \"B\", seen 2026-10-28");
    assertThat(price.confidence()).isEqualTo(Confidence.LOW);
    assertThat(price.attributes()).isEqualTo(Map.of("resolution", "4k", "audio", "with_audio"));
  }

  @Test
  void emptyCellsAndMissingColumnsHaveTheirUsualMeaning() {
    ListedPrice price =
        csv("\uFEFFmodel,provider,price,meter,scope\nv.m,bedrock,3.00,input,global\n\n")
            .prices()
            .get(0);
    assertThat(price.tier()).isEqualTo("standard");
    assertThat(price.perUnit()).hasToString("0.000003 USD");
    assertThat(price.source()).isEqualTo("csv, seen 2026-11-21");
    assertThat(price.confidence()).isEqualTo(Confidence.MEDIUM);
  }

  @ParameterizedTest
  @CsvSource({
    "input, 1K, 0.003, 0.000003",
    "input, 1M, 3, 0.000003",
    "web_search, '', 14, 0.014",
    "output_image_each, '', 0.04, 0.04",
    "cache_write, '', 3.75, 0.00000375",
  })
  void aPriceIsForSoManyUnits(String meter, String per, String price, String perUnit) {
    PriceImport imported =
        csv(
            "provider,model,scope,meter,per,price\nbedrock,v.m,global,%s,%s,%s\n"
                .formatted(meter, per, price));
    assertThat(imported.prices().get(0).perUnit().decimal()).isEqualTo(perUnit);
    assertThat(imported.prices().get(0).anyWrite()).isEqualTo(meter.equals("cache_write"));
  }

  @Test
  void everyFaultIsToldWithItsLine() {
    PriceImportException refused =
        catchThrowableOfType(
            PriceImportException.class,
            () ->
                csv(
                    FULL
                        + "azure,v.m,global,standard,any,input,1M,3,,,,,,,\n"
                        + "bedrock,\"two\nlines\",global,standard,any,wattage,1M,3,,,,,,,\n"
                        + "bedrock,v.m,global,standard,wide,input,1G,-3,XXXX,soon,,,,sure,a\n"
                        + "bedrock,v.m\n"));
    assertThat(refused.faults())
        .hasSize(8)
        .anyMatch(fault -> fault.startsWith("line 2, provider: is 'azure'"))
        .anyMatch(fault -> fault.startsWith("line 3, meter: is 'wattage'"))
        .anyMatch(fault -> fault.startsWith("line 5, band: is 'wide'"))
        .anyMatch(fault -> fault.startsWith("line 5, price: is '-3'"))
        .anyMatch(fault -> fault.startsWith("line 5, from: is 'soon'"))
        .anyMatch(fault -> fault.startsWith("line 5, confidence: is 'sure'"))
        .anyMatch(fault -> fault.startsWith("line 5, attributes: is 'a'"))
        .anyMatch(fault -> fault.startsWith("line 6: has 2 cells, the header 15"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|the file is empty",
        "provider,model|column price is missing",
        "provider,model,scope,meter,price,prise|'prise' is no column",
        "provider,model,scope,meter,price,price|column price stands twice",
        "provider,model,scope,meter,price|no row became a price",
      })
  void aTableWithoutItsColumnsIsRefused(String header, String fault) {
    assertThatThrownBy(() -> csv(header))
        .isInstanceOf(PriceImportException.class)
        .hasMessageContaining(fault);
  }

  @Test
  void quotesMustBeWhole() {
    String head = "provider,model,scope,meter,price\n";
    assertThatThrownBy(() -> csv(head + "bedrock,\"v.m,global,input,3\n"))
        .hasMessageContaining("line 2: a quote is opened and never closed");
    assertThatThrownBy(() -> csv(head + "bedrock,v\"m,global,input,3\n"))
        .hasMessageContaining("line 2: a quote inside a cell");
    assertThatThrownBy(() -> csv(head + "bedrock,\"v\"m,global,input,3\n"))
        .hasMessageContaining("line 2: text follows a closing quote");
  }

  @Test
  void twoPricesForTheSameCallAreRefused() {
    String head = "provider,model,scope,meter,price,from\n";
    assertThatThrownBy(
            () ->
                csv(head + "bedrock,v.m,global,input,3,\nbedrock,v.m,global,input,4,2026-11-01\n"))
        .isInstanceOf(PriceImportException.class)
        .hasMessageContaining("line 2");
    assertThatThrownBy(
            () -> csv(head + "bedrock,v.m,global,input,3,\nbedrock,v.m,global,input,3,\n"))
        .hasMessageContaining("line 3: bedrock:v.m global standard input stands twice");
  }

  @Test
  void twoCurrenciesMakeNoSheet() {
    assertThatThrownBy(
            () ->
                csv(
                    """
                    provider,model,scope,meter,price,currency
                    bedrock,v.m,global,input,3,USD
                    bedrock,v.m,global,output,3,EUR
                    """))
        .hasMessageContaining("[EUR, USD]");
  }

  @Test
  void whatSheetsMayNotDoATableMayNotEither() {
    assertThatThrownBy(() -> csv("provider,model,scope,meter,price\nvertex,m,in_region,input,3\n"))
        .isInstanceOf(PriceImportException.class)
        .hasMessageContaining("in_region");
  }

  @Test
  void aSheetComesBackFromItsTable() throws IOException {
    StringBuilder table = new StringBuilder();
    PriceCsv.write(PriceSheet.bundled(), table);
    PriceImport back = csv(table.toString());
    assertThat(new HashSet<>(back.prices()))
        .isEqualTo(new HashSet<>(PriceSheet.bundled().prices()));
    assertThat(back.against(PriceSheet.bundled()).changes()).isEmpty();
    assertThat(back.prices().stream().map(ListedPrice::meter)).contains(Meter.QUERY);
  }
}
