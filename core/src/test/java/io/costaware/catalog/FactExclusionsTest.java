package io.costaware.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactExclusionsTest {
  private static List<String> leftOut(FactLines lines) throws IOException {
    return lines.read().leftOut().stream()
        .map(each -> each.fact().key().dimension() + ": " + each.reason())
        .toList();
  }

  @Test
  void thinkingCountsAsOutput() throws IOException {
    assertThat(leftOut(new FactLines().price("m", "global", "standard", "output_reasoning", "7.5")))
        .containsExactly("output_reasoning: thinking counts as output");
  }

  @Test
  void aUnitThatCannotBeIsLeftOut() throws IOException {
    assertThat(leftOut(new FactLines().price("m", "global", "standard", "ocr_page", "7.5")))
        .containsExactly("ocr_page: contradicts itself: usd_per_1m_tokens is no unit of ocr_page");
  }

  @Test
  void ofTwoThatHoldAtOnceTheDatedOneGoes() throws IOException {
    String until = ",'effective_from':null,'effective_to':'2026-08-13'";
    FactLines lines =
        new FactLines()
            .price("m", "global", "batch", "any", "input", "0.75", until)
            .price("m", "global", "batch", "any", "input", "0.8", "");
    assertThat(leftOut(lines))
        .containsExactly("input: a row of the same key holds on the same days at 0.8");
    assertThat(lines.read().leftOut().get(0).fact().to()).isNotNull();
  }

  @Test
  void successiveIntervalsDoNotContradictEachOther() throws IOException {
    assertThat(
            leftOut(
                new FactLines()
                    .price(
                        "m", "global", "batch", "any", "input", "1", ",'effective_to':'2026-08-13'")
                    .price(
                        "m",
                        "global",
                        "batch",
                        "any",
                        "input",
                        "2",
                        ",'effective_from':'2026-08-13'")))
        .isEmpty();
  }

  @Test
  void batchDearerThanStandardOfTheSameScopeBandAndDaysIsLeftOut() throws IOException {
    FactLines lines =
        new FactLines()
            .price("m", "global", "standard", "input", "0.8")
            .price("m", "global", "batch", "input", "2.5")
            .price("m", "non_global", "batch", "input", "2.5")
            .price("m", "global", "priority", "input", "2.5");
    assertThat(leftOut(lines))
        .containsExactly("input: contradicts itself: batch dearer than standard at 0.8");
  }

  @Test
  void aCachedTokenDearerThanAFreshOneIsLeftOut() throws IOException {
    FactLines lines =
        new FactLines()
            .price("m", "global", "standard", "input", "2")
            .price("m", "global", "standard", "cache_read", "4.5")
            .price("m", "global", "standard", "gt_200k", "cache_read", "0.4", "");
    assertThat(leftOut(lines))
        .as("what one rule leaves out is no evidence for the next")
        .containsExactly(
            "cache_read: contradicts itself: a cached token dearer than a fresh one at 2");
  }

  @Test
  void outputBelowInputIsLeftOutUnlessItIsFree() throws IOException {
    FactLines lines =
        new FactLines()
            .price("slip", "global", "standard", "input", "0.075")
            .price("slip", "global", "standard", "output", "0.03")
            .price("embedding", "global", "standard", "input", "0.15")
            .price("embedding", "global", "standard", "output", "0");
    assertThat(leftOut(lines))
        .containsExactly("output: contradicts itself: output below input at 0.075");
  }

  @Test
  void aJumpBetweenBandsLeavesOutBoth() throws IOException {
    FactLines lines =
        new FactLines()
            .price("m", "global", "standard", "input", "0.004688")
            .price("m", "global", "standard", "gt_128k", "input", "1", "");
    assertThat(leftOut(lines))
        .containsExactly(
            "input: contradicts itself: 1 in band gt_128k; one of the two is in another unit",
            "input: contradicts itself: 0.004688 in band any; one of the two is in another unit");
  }
}
