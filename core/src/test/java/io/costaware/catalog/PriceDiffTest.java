package io.costaware.catalog;

import static io.costaware.catalog.Sources.csv;
import static io.costaware.catalog.Sources.sheet;
import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.pricing.PriceSheet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceDiffTest {
  private static PriceSheet dated(String... rows) {
    return csv("provider,model,scope,meter,price,from,to\n" + String.join("\n", rows))
        .alone()
        .sheet();
  }

  private static List<String> diff(PriceSheet former, PriceSheet next) {
    return PriceDiff.between(former, next).stream().map(PriceChange::toString).toList();
  }

  @Test
  void aSheetDoesNotDifferFromItself() {
    assertThat(PriceDiff.between(PriceSheet.bundled(), PriceSheet.bundled())).isEmpty();
  }

  @Test
  void pricesAreAddedRemovedAndChanged() {
    assertThat(
            diff(
                sheet("global,standard,input,3", "global,standard,output,15"),
                sheet("global,standard,input,2", "geo:us,standard,input,2.2")))
        .containsExactly(
            "added bedrock:v.m geo:us standard input: 2.2 USD per 1M",
            "changed bedrock:v.m global standard input: 3 USD per 1M -> 2 USD per 1M (-33.3 %)",
            "removed bedrock:v.m global standard output: 15 USD per 1M");
  }

  @Test
  void anEndAndASuccessorAreTwoChanges() {
    assertThat(
            diff(
                dated("bedrock,v.m,global,input,3,,"),
                dated(
                    "bedrock,v.m,global,input,3,,2026-12-01",
                    "bedrock,v.m,global,input,6,2026-12-01,")))
        .containsExactly(
            "added bedrock:v.m global standard input: 6 USD per 1M",
            "changed bedrock:v.m global standard input: 3 USD per 1M -> 3 USD per 1M (other"
                + " dates)");
  }
}
