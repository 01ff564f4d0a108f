package io.costaware.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.money.Money;
import io.costaware.pricing.ListedPrice;
import io.costaware.pricing.PriceSheet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceDriftTest {
  private final FactLines lines =
      new FactLines()
          .price("m", "global", "standard", "input", "1")
          .price("m", "global", "standard", "output", "4")
          .price("m", "global", "standard", "output_reasoning", "4");

  private static PriceSheet sheet(List<ListedPrice> prices) {
    return PriceSheet.of("test", "2026-08-21", Money.USD, prices);
  }

  private static List<ListedPrice> listed(PriceFacts facts) {
    return new ArrayList<>(
        facts.rows().stream().map(PriceFact::listed).filter(Objects::nonNull).toList());
  }

  @Test
  void aSheetMadeOfTheFactsHasNotDrifted() throws IOException {
    PriceFacts facts = lines.read();
    PriceDrift drift =
        PriceDrift.between(sheet(listed(facts)), facts, LeftOutPrices.of(facts.leftOut()));
    assertThat(drift.lines())
        .containsExactly(
            "3 prices in the facts, 1 left out, 0 missing, 0 surplus, 0 differing,"
                + " 0 outdated exclusions");
    assertThat(drift.isZero()).isTrue();
  }

  @Test
  void whatIsMissingTooMuchOrDifferentIsNamed() throws IOException {
    PriceFacts facts = lines.read();
    PriceFacts others =
        new FactLines()
            .price("m", "global", "standard", "input", "2")
            .price("n", "global", "standard", "input", "3")
            .read();
    PriceDrift drift =
        PriceDrift.between(sheet(listed(others)), facts, LeftOutPrices.of(List.of()));
    assertThat(drift.isZero()).isFalse();
    assertThat(drift.missing())
        .containsExactly(
            "vertex m, global, standard, any, output: 4",
            "vertex m, global, standard, any, output_reasoning: 4");
    assertThat(drift.surplus()).singleElement().asString().contains("vertex n").contains("litellm");
    assertThat(drift.differing()).singleElement().asString().contains("0.000002");
  }

  @Test
  void anExclusionDoesNotOutliveItsFigure(@TempDir Path folder) throws IOException {
    PriceFacts facts = lines.read();
    Path table = folder.resolve("left-out.csv");
    Files.write(table, LeftOutPrices.of(facts.leftOut()).lines());
    LeftOutPrices committed = LeftOutPrices.read(table);
    assertThat(committed.size()).isEqualTo(1);
    PriceFacts later =
        new FactLines().price("m", "global", "standard", "output_reasoning", "5").read();
    PriceDrift drift = PriceDrift.between(sheet(List.of()), later, committed);
    assertThat(drift.missing()).hasSize(1);
    assertThat(drift.outdated())
        .containsExactly("vertex,m,global,standard,any,output_reasoning,4,,,");
  }

  @Test
  void anExclusionWithoutAReasonIsRefused(@TempDir Path folder) throws IOException {
    Path table = folder.resolve("left-out.csv");
    Files.write(
        table,
        List.of(LeftOutPrices.COLUMNS, "vertex,m,global,standard,any,output_reasoning,4,,,,"));
    assertThatThrownBy(() -> LeftOutPrices.read(table))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 2 lacks cells or a reason");
  }
}
