package io.costaware.catalog;

import static io.costaware.catalog.Sources.csv;
import static io.costaware.catalog.Sources.rows;
import static io.costaware.catalog.Sources.sheet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PlausibilityTest {
  private static List<Finding.Kind> kinds(List<Finding> findings) {
    return findings.stream().map(Finding::kind).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "3, 29.99, ",
    "3, 30, TENFOLD",
    "3, 0.31, ",
    "3, 0.3, TENFOLD",
    "3, 3000, UNIT",
    "3, 0.003, UNIT",
    "3, 3000000, UNIT",
    "3, 0, BECAME_ZERO",
    "0, 3, ",
    "3, 3, ",
  })
  void aPriceIsHeldAgainstTheOneInForce(String before, String after, Finding.Kind kind) {
    ImportReport report =
        rows("global,standard,input," + after).over(sheet("global,standard,input," + before));
    assertThat(kinds(report.findings())).isEqualTo(kind == null ? List.of() : List.of(kind));
    assertThat(report.isRefused()).isEqualTo(kind != null);
  }

  @ParameterizedTest
  @CsvSource({
    "global,standard,cache_read,3.01, CACHE_READ_DEARER",
    "global,standard,cache_read,3, ",
    "global,batch,input,3.01, BATCH_DEARER",
    "global,flex,input,4, BATCH_DEARER",
    "global,priority,input,5.25, ",
    "global,standard,output,2.9, OUTPUT_CHEAPER",
    "global,standard,output,0, ",
    "global,standard,output,3, ",
    "global,standard,output,15000, UNIT",
    "global,standard,output,0.015, UNIT",
    "geo:us,standard,input,3.3, ",
    "geo:us,standard,input,33, TENFOLD",
    "region:us-east-1,standard,input,3300, UNIT",
  })
  void aPriceIsHeldAgainstItsSiblings(
      String scope, String tier, String meter, String price, Finding.Kind kind) {
    List<Finding> findings =
        Plausibility.check(
            sheet("global,standard,input,3", scope + "," + tier + "," + meter + "," + price));
    assertThat(kinds(findings)).isEqualTo(kind == null ? List.of() : List.of(kind));
  }

  @Test
  void whatHasLongBeenInForceIsNoNews() {
    String[] odd = {"global,standard,input,3", "global,batch,input,4"};
    assertThat(rows(odd).alone().findings()).hasSize(1);
    assertThat(rows(odd).over(sheet(odd)).findings()).isEmpty();
  }

  @Test
  void aShrunkenSheetIsRefused() {
    var former =
        sheet(
            "global,standard,input,3",
            "global,standard,output,15",
            "global,batch,input,1.5",
            "global,batch,output,7.5",
            "global,standard,cache_read,0.3");
    var half = rows("global,standard,input,3", "global,standard,output,15");
    assertThat(kinds(half.against(former).findings())).containsExactly(Finding.Kind.SHRUNK);
    assertThat(half.against(former).changes())
        .hasSize(3)
        .allMatch(change -> change.kind() == PriceChange.Kind.REMOVED);
    assertThat(half.over(former).isRefused()).isFalse();
    assertThat(half.over(former).changes()).isEmpty();
  }

  @Test
  void anotherCurrencyIsRefused() {
    ImportReport report =
        csv("provider,model,scope,meter,price,currency\nbedrock,v.m,global,input,2.6,EUR\n")
            .over(sheet("global,standard,input,3"));
    assertThat(kinds(report.findings())).containsExactly(Finding.Kind.CURRENCY);
  }

  @Test
  void aRefusedImportHasNoSheetUntilItsFindingsAreAccepted() {
    ImportReport report =
        rows("global,standard,input,30", "global,standard,output,14")
            .over(sheet("global,standard,input,3", "global,standard,output,15"));
    assertThat(kinds(report.refusing()))
        .containsExactly(Finding.Kind.TENFOLD, Finding.Kind.OUTPUT_CHEAPER);
    assertThatThrownBy(report::sheet)
        .isInstanceOf(PriceImportException.class)
        .hasMessageContaining("bedrock:v.m global standard input is 30 USD per 1M")
        .hasMessageContaining("10 times the price in force, 3 USD per 1M");
    ImportReport half = report.accepting(Finding.Kind.TENFOLD);
    assertThat(half.isRefused()).isTrue();
    ImportReport whole = half.accepting(finding -> finding.what().contains("14 USD"));
    assertThat(whole.isRefused()).isFalse();
    assertThat(whole.findings()).hasSize(2);
    assertThat(whole.sheet().version()).isEqualTo("csv-2026-11-21");
  }

  @Test
  void aReportTellsChangesByPercent() {
    ImportReport report =
        rows("global,standard,input,3.3", "global,batch,input,1.5", "global,standard,output,15")
            .over(sheet("global,standard,input,3", "global,standard,output,15"));
    assertThat(report.changes())
        .extracting(PriceChange::toString)
        .containsExactly(
            "added bedrock:v.m global batch input: 1.5 USD per 1M",
            "changed bedrock:v.m global standard input: 3 USD per 1M -> 3.3 USD per 1M (+10.0 %)");
    assertThat(report.changes().get(1).percent()).isEqualByComparingTo(new BigDecimal("10"));
    assertThat(report.toString())
        .startsWith("csv-2026-11-21 (3 prices, 0 passed over)\nfindings: 0\nchanges: 2\n");
  }

  @Test
  void endedPricesAreHistory() {
    String table =
        """
        provider,model,scope,meter,price,from,to
        bedrock,v.m,global,input,30,,2026-01-01
        bedrock,v.m,global,input,3,2026-01-01,
        bedrock,v.m,geo:us,input,3.3,,
        """;
    assertThat(csv(table).alone().findings()).isEmpty();
    assertThat(csv(table).over(sheet("global,standard,input,3")).findings()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Finding.Kind.class)
  void everyKindHasItsName(Finding.Kind kind) {
    assertThat(Finding.Kind.of(kind.id())).isEqualTo(kind);
  }

  @Test
  void anUnknownKindIsNamed() {
    assertThatThrownBy(() -> Finding.Kind.of("odd"))
        .hasMessageContaining("'odd'")
        .hasMessageContaining("cache_read_dearer");
  }
}
