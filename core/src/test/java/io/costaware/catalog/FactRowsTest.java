package io.costaware.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.pricing.Confidence;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactRowsTest {
  private static List<String> rows(FactLines lines) throws IOException {
    return lines.read().rows().stream()
        .map(
            fact ->
                String.join(
                    " ",
                    fact.key().scope(),
                    fact.key().tier(),
                    fact.key().band(),
                    fact.key().dimension(),
                    fact.usd().toPlainString(),
                    fact.from() + ".." + fact.to()))
        .toList();
  }

  @Test
  void M4_anEditThatAnEventConfirmsMakesTwoIntervals() throws IOException {
    FactLines lines =
        new FactLines()
            .price(
                "m",
                "global",
                "standard",
                "any",
                "cache_read",
                "0.03",
                FactLines.edits("2025-07-15", "0.075", "2025-10-25", "0.03"))
            .event("m", "cache_read_discount_75_to_90pct", "2025-10-25");
    assertThat(rows(lines))
        .containsExactly(
            "global standard any cache_read 0.075 null..2025-10-25",
            "global standard any cache_read 0.03 2025-10-25..null");
    PriceFact earlier = lines.read().rows().get(0);
    assertThat(earlier.source()).isEqualTo("litellm");
    assertThat(earlier.seen()).hasToString("2025-07-15");
    assertThat(earlier.confidence()).isEqualTo(Confidence.MEDIUM);
  }

  @Test
  void M4_anEventOfTheModelConfirmsTheEditOfAVariant() throws IOException {
    FactLines lines =
        new FactLines()
            .price(
                "m-preview-tts",
                "global",
                "standard",
                "any",
                "cache_read",
                "0.125",
                FactLines.edits("2025-07-15", "0.3125", "2026-01-13", "0.125"))
            .price("m-preview-tts", "global", "standard", "gt_200k", "cache_read", "0.25", "")
            .event("m", "cache_read_discount_75_to_90pct", "2025-10-25");
    assertThat(rows(lines))
        .as("the other band changed with it")
        .containsExactly(
            "global standard any cache_read 0.3125 null..2026-01-13",
            "global standard any cache_read 0.125 2026-01-13..null",
            "global standard gt_200k cache_read 0.25 2026-01-13..null");
  }

  @Test
  void M4_beforeAChangeWhoseEarlierFigureIsUnknownThereIsNoPrice() throws IOException {
    FactLines lines =
        new FactLines()
            .price("m", "global", "priority", "cache_read", "0.05")
            .price("m", "global", "priority", "input", "0.5")
            .event("m", "cache_read_discount_75_to_90pct", "2025-10-25");
    assertThat(rows(lines))
        .containsExactly(
            "global priority any cache_read 0.05 2025-10-25..null",
            "global priority any input 0.5 null..null");
  }

  @Test
  void M4_aFigureLastSeenBeforeAChangeEndsWithIt() throws IOException {
    FactLines lines =
        new FactLines()
            .price("m", "global", "standard", "input", "2")
            .event("m", "price_cut_20pct", "2026-09-01");
    assertThat(rows(lines)).containsExactly("global standard any input 2 null..2026-09-01");
  }

  @Test
  void M4_datesOfItsOwnBeatAnEvent() throws IOException {
    FactLines lines =
        new FactLines()
            .price(
                "m",
                "global",
                "standard",
                "gt_272k",
                "input",
                "4",
                ",'effective_from':'2026-07-30','effective_to':null")
            .price("m", "global", "batch", "gt_272k", "input", "2", "")
            .event("m", "context_1m_and_272k_tier_start", "2026-08-03");
    assertThat(rows(lines))
        .containsExactly(
            "global standard gt_272k input 4 2026-07-30..null",
            "global batch gt_272k input 2 2026-08-03..null");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "within days of the first listing, 2026-07-01;3;2026-07-03;2",
    "a slipped point, 2025-02-06;0.2;2026-06-24;2",
    "taken back, 2025-10-18;2;2025-11-07;1.1;2025-12-12;2",
    "copied from another scope, 2025-11-24;1.8;2026-02-20;2",
    "copied from the preview, 2025-11-24;1.7;2026-02-20;2",
  })
  void M4_aCorrectionIsNoPriceChange(String why, String edits) throws IOException {
    FactLines lines =
        new FactLines()
            .price(
                "m", "global", "standard", "any", "input", "2", FactLines.edits(edits.split(";")))
            .price("m", "non_global", "standard", "input", "1.8")
            .price("m-preview-09", "global", "standard", "input", "1.7");
    assertThat(rows(lines)).as(why).contains("global standard any input 2 null..null").hasSize(3);
  }

  @Test
  void M4_anUnconfirmedEditThatNothingMarksAsACorrectionIsAPriceChange() throws IOException {
    FactLines lines =
        new FactLines()
            .price(
                "m",
                "global",
                "standard",
                "any",
                "input",
                "2",
                FactLines.edits("2025-11-24", "3", "2026-02-20", "2"));
    assertThat(rows(lines))
        .containsExactly(
            "global standard any input 3 null..2026-02-20",
            "global standard any input 2 2026-02-20..null");
  }

  @Test
  void M4_aPremiumThatEndedLeavesAFlatBandFromThatDay() throws IOException {
    FactLines lines =
        new FactLines()
            .price("m", "global", "standard", "input", "5")
            .price("m", "global", "standard", "gt_200k", "input", "5", "")
            .price("m", "global", "batch", "input", "2.5")
            .price("m", "non_global", "standard", "input", "5.5")
            .event("m", "long_context_premium_removed", "2026-03-27");
    assertThat(rows(lines))
        .containsExactly(
            "global standard any input 5 null..null",
            "global standard gt_200k input 5 2026-03-27..null",
            "global batch any input 2.5 null..null",
            "non_global standard any input 5.5 null..null",
            "global batch gt_200k input 2.5 2026-03-27..null",
            "non_global standard gt_200k input 5.5 2026-03-27..null");
    PriceFact repeated = lines.read().rows().get(4);
    assertThat(repeated.source()).isEqualTo("derived");
    assertThat(repeated.confidence()).isEqualTo(Confidence.MEDIUM);
  }

  @Test
  void aBandWithAPremiumIsNotFilled() throws IOException {
    FactLines lines =
        new FactLines()
            .price("m", "global", "standard", "input", "5")
            .price("m", "global", "standard", "gt_200k", "input", "10", "")
            .price("m", "global", "standard", "output_image", "60")
            .price("m", "global", "standard", "gt_200k", "output_image", "60", "")
            .price("m", "global", "batch", "input", "2.5");
    assertThat(rows(lines)).hasSize(5);
  }

  @Test
  void govCloudIsTwoRegionsAndSecondsAreNoBand() throws IOException {
    FactLines lines =
        new FactLines()
            .price("m", "region:us-gov", "standard", "input", "6")
            .price("m", "global", "standard", "gt_15s", "input", "2", "");
    assertThat(rows(lines))
        .containsExactly(
            "region:us-gov-east-1 standard any input 6 null..null",
            "region:us-gov-west-1 standard any input 6 null..null",
            "global standard any input 2 null..null");
    assertThat(lines.read().rows().get(2).key().attributes()).containsEntry("over_seconds", "15");
  }
}
