package io.costaware.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.money.Money;
import io.costaware.target.Aim;
import io.costaware.target.ModelId;
import io.costaware.target.ModelNames;
import io.costaware.target.Provider;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days on which prices of the bundled sheet changed, and days on which they are not known. */
class BundledIntervalsTest {
  private static final SheetPriceBook BOOK = SheetPriceBook.of(PriceSheet.bundled());

  private static Receipt price(Provider provider, String model, String at, Usage usage) {
    Target target = ((Aim.Priceable) ModelNames.aim(new ModelId(provider, model), null)).target();
    long millis = LocalDate.parse(at).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    return BOOK.rates(target, ServiceTier.STANDARD, millis).price(usage);
  }

  private static Usage units(String meter, long quantity) {
    return Usage.builder().add(Meter.valueOf(meter), quantity).build();
  }

  /** A prompt too long for the base band. */
  private static Usage longPrompt() {
    return Usage.tokens(1_000_000, 1_000_000);
  }

  @ParameterizedTest(name = "{0} {1} {2} on {3}: {4}")
  @CsvSource({
    // A cached token cost a quarter of a fresh one until the discount grew.
    "vertex, gemini-2.5-flash, CACHE_READ, 2025-06-30, 0.075",
    "vertex, gemini-2.5-flash, CACHE_READ, 2025-10-24, 0.075",
    "vertex, gemini-2.5-flash, CACHE_READ, 2025-10-25, 0.03",
    "vertex, gemini-2.5-pro, CACHE_READ, 2025-10-24, 0.3125",
    "vertex, gemini-2.5-pro, CACHE_READ, 2025-10-25, 0.125",
    "vertex, gemini-2.5-flash-lite, CACHE_READ, 2026-01-20, 0.025",
    "vertex, gemini-2.5-flash-lite, CACHE_READ, 2026-01-21, 0.01",
    "vertex, gemini-2.5-flash-lite-preview-09-2025, CACHE_READ, 2026-01-20, 0.025",
    "vertex, gemini-2.5-flash-lite-preview-09-2025, CACHE_READ, 2026-01-21, 0.01",
    // Cuts of GPT-5.6.
    "bedrock, openai.gpt-5.6-luna, CACHE_READ, 2026-07-29, 0.11",
    "bedrock, openai.gpt-5.6-luna, CACHE_READ, 2026-07-30, 0.022",
    "bedrock, global.openai.gpt-5.6-luna, CACHE_READ, 2026-07-30, 0.02",
    // Introductory prices.
    "vertex, gemini-3.7-flash, INPUT, 2026-12-31, 0.75",
    "vertex, gemini-3.7-flash, INPUT, 2027-01-01, 1.5",
    "vertex, gemini-3.6-flash, OUTPUT, 2026-08-12, 7.5",
    "vertex, gemini-3.6-flash, OUTPUT, 2026-08-13, 3.75",
    "vertex, gemini-3.6-flash, OUTPUT, 2027-01-01, 7.5",
    // Extended access doubles the price, where it is listed.
    "bedrock, anthropic.claude-3-5-sonnet-20240620-v1:0, OUTPUT, 2025-11-30, 15",
    "bedrock, anthropic.claude-3-5-sonnet-20240620-v1:0, OUTPUT, 2025-12-01, 30",
    // Slips and corrections of a map that never were prices.
    "bedrock, us.anthropic.claude-sonnet-4-5-20250929-v1:0, OUTPUT, 2025-10-01, 16.5",
    "bedrock, us.anthropic.claude-opus-4-5-20251101-v1:0, OUTPUT, 2025-12-24, 27.5",
    "bedrock, global.anthropic.claude-haiku-4-5-20251001-v1:0, OUTPUT, 2025-11-20, 5",
    "bedrock, amazon.titan-embed-text-v2:0, INPUT, 2025-12-01, 0.02",
    "vertex, gemini-2.5-flash-lite, INPUT_AUDIO, 2025-12-01, 0.3",
    "vertex, gemini-2.0-flash-001, OUTPUT, 2025-02-06, 0.6",
    // A rise that was announced and cancelled.
    "bedrock, global.anthropic.claude-sonnet-5, OUTPUT, 2026-09-02, 10",
  })
  void M4_thePriceIsTheOneOfTheDay(
      String provider, String model, String meter, String at, String usd) {
    Receipt receipt = price(Provider.of(provider), model, at, units(meter, 100_000));
    assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.PRICED);
    assertThat(receipt.total().amount().movePointRight(1)).isEqualByComparingTo(usd);
  }

  @Test
  void M4_theTenfoldSlipOfAMapIsNoPriceOnAnyDay() {
    for (String at : List.of("2025-10-06", "2025-10-07", "2025-10-11", "2025-10-12")) {
      Usage usage = Usage.builder().add(Meter.INPUT, 100_000).build();
      Receipt receipt =
          price(Provider.BEDROCK, "us.anthropic.claude-sonnet-4-5-20250929-v1:0", at, usage);
      assertThat(receipt.total()).as(at).isEqualTo(Money.usd("0.33"));
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "bedrock, anthropic.claude-opus-4-6-v1, 33",
    "bedrock, global.anthropic.claude-sonnet-4-6, 18",
    "vertex, claude-opus-4-6, 30",
    "vertex, claude-sonnet-4-6, 18",
  })
  void M4_aPremiumOfUnknownFigureLeavesLongPromptsUnpricedUntilItEnded(
      String provider, String model, String usd) {
    Receipt before = price(Provider.of(provider), model, "2026-03-26", longPrompt());
    assertThat(before.outcome()).isEqualTo(Receipt.Outcome.UNPRICED);
    Receipt since = price(Provider.of(provider), model, "2026-03-27", longPrompt());
    assertThat(since.total()).isEqualTo(Money.usd(usd));
    Receipt brief = price(Provider.of(provider), model, "2026-03-26", Usage.tokens(200_000, 1));
    assertThat(brief.outcome()).isEqualTo(Receipt.Outcome.PRICED);
  }

  @Test
  void M4_cachedTokensOfLongPromptsAreUnknownBeforeTheDiscountGrew() {
    Usage cached = units("CACHE_READ", 1_000_000);
    assertThat(price(Provider.VERTEX, "gemini-2.5-pro", "2025-10-24", cached).outcome())
        .isEqualTo(Receipt.Outcome.UNPRICED);
    assertThat(price(Provider.VERTEX, "gemini-2.5-pro", "2025-10-25", cached).total())
        .isEqualTo(Money.usd("0.25"));
  }

  @Test
  void M4_noIntervalOfTheBundledSheetIsEmpty() {
    for (ListedPrice price : PriceSheet.bundled().prices()) {
      Instant from = price.from();
      Instant to = price.to();
      assertThat(from == null || to == null || from.isBefore(to)).as(price.toString()).isTrue();
    }
  }
}
