package io.costaware.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.money.Money;
import io.costaware.target.Aim;
import io.costaware.target.ModelId;
import io.costaware.target.ModelNames;
import io.costaware.target.Provider;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SheetPriceBookTest {
  private static final long AUGUST = Instant.parse("2026-08-21T00:00:00Z").toEpochMilli();
  private static final SheetPriceBook BOOK = SheetPriceBook.of(PriceSheet.bundled());

  private static Target bedrock(String id, @Nullable String region) {
    return target(Provider.BEDROCK, id, region);
  }

  private static Target vertex(String id, @Nullable String location) {
    return target(Provider.VERTEX, id, location);
  }

  private static Target target(Provider provider, String id, @Nullable String region) {
    return ((Aim.Priceable) ModelNames.aim(new ModelId(provider, id), region)).target();
  }

  private static Receipt price(Target target, ServiceTier tier, Usage usage) {
    return BOOK.rates(target, tier, AUGUST).price(usage);
  }

  private static void assertCost(Receipt receipt, String usd) {
    assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.PRICED);
    assertThat(receipt.total()).isEqualTo(Money.usd(usd));
  }

  private static long at(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  private static PriceSheet sheet(String json) throws IOException {
    return PriceSheet.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static PriceSheet mine(String models) throws IOException {
    return sheet(
        "{\"name\":\"mine\",\"version\":\"3\",\"currency\":\"USD\",\"models\":[" + models + "]}");
  }

  @Test
  void M7_aGlobalProfileOfSonnetIsPricedGloballyWithItsCacheReads() {
    Usage usage =
        Usage.builder()
            .add(Meter.INPUT, 350)
            .add(Meter.OUTPUT, 900)
            .add(Meter.CACHE_READ, 120_000)
            .build();
    Target global = bedrock("global.anthropic.claude-sonnet-4-6", "us-east-1");
    assertCost(price(global, ServiceTier.STANDARD, usage), "0.05055");
  }

  @Test
  void U4_anHourOfCacheHasAPriceOfItsOwn() {
    Target regional = bedrock("anthropic.claude-sonnet-4-6", "us-east-1");
    Usage hour = Usage.builder().add(Meter.CACHE_WRITE_1H, 1_000_000).build();
    Usage minutes = Usage.builder().add(Meter.CACHE_WRITE_5M, 1_000_000).build();
    assertCost(price(regional, ServiceTier.STANDARD, hour), "6.6");
    assertCost(price(regional, ServiceTier.STANDARD, minutes), "4.125");
  }

  @Test
  void M6_theTierDecidesThePrice() {
    Target model = bedrock("openai.gpt-oss-120b-1:0", "us-east-1");
    Usage million = Usage.tokens(1_000_000, 1_000_000);
    assertCost(price(model, ServiceTier.STANDARD, million), "0.75");
    assertCost(price(model, ServiceTier.FLEX, million), "0.375");
    assertCost(price(model, ServiceTier.PRIORITY, million), "1.3125");
  }

  @Test
  void M6_aTierThatNobodyKnowsHasNoPriceAndKeepsItsName() {
    Receipt receipt =
        price(vertex("gemini-2.5-flash", null), new ServiceTier("turbo"), Usage.tokens(1000, 1000));
    assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.UNPRICED);
    assertThat(receipt.total()).isNull();
    assertThat(receipt.tier()).isEqualTo(new ServiceTier("turbo"));
    assertThat(receipt.warnings()).anySatisfy(w -> assertThat(w).contains("'turbo'"));
  }

  @Test
  void M4_extendedAccessDoublesOnItsDay() {
    Target model = bedrock("anthropic.claude-3-5-sonnet-20240620-v1:0", "us-east-1");
    Usage usage = Usage.tokens(10_000, 1_000);
    RateCard before = BOOK.rates(model, ServiceTier.STANDARD, at("2025-11-30T23:59:59.999Z"));
    RateCard after = BOOK.rates(model, ServiceTier.STANDARD, at("2025-12-01T00:00:00Z"));
    assertCost(before.price(usage), "0.045");
    assertCost(after.price(usage), "0.09");
    assertThat(after.tier()).isEqualTo(ServiceTier.STANDARD);
    assertThat(after.price(usage).lines())
        .allSatisfy(line -> assertThat(line.condition()).startsWith("extended_access, "));
  }

  @Test
  void M4_anIntroductoryPriceEndsOnItsDay() {
    Target model = vertex("gemini-3.7-flash", "global");
    Usage million = Usage.tokens(1_000_000, 0);
    assertCost(
        BOOK.rates(model, ServiceTier.STANDARD, at("2026-12-31T23:59:59Z")).price(million), "0.75");
    assertCost(
        BOOK.rates(model, ServiceTier.STANDARD, at("2027-01-01T00:00:00Z")).price(million), "1.5");
  }

  @Test
  void U2_thinkingAndToolUseOfAGroundedAnswerArePriced() {
    Target model = vertex("gemini-2.5-flash", "global");
    Usage usage = Usage.tokens(18 + 32, 89 + 83);
    assertCost(price(model, ServiceTier.STANDARD, usage), "0.000445");
    Usage grounded = usage.plus(Usage.builder().add(Meter.WEB_SEARCH, 1).build());
    assertCost(price(model, ServiceTier.STANDARD, grounded), "0.035445");
  }

  @Test
  void M6_flexIsPricedAsServed() {
    Receipt receipt =
        price(vertex("gemini-3-flash-preview", "global"), ServiceTier.FLEX, Usage.tokens(5, 52));
    assertCost(receipt, "0.00007925");
  }

  @Test
  void M5_aLongPromptMovesEveryTokenOfTheCall() {
    Target model = vertex("gemini-2.5-pro", "global");
    Usage usage =
        Usage.builder()
            .add(Meter.INPUT, 150_000)
            .add(Meter.CACHE_READ, 100_000)
            .add(Meter.OUTPUT, 1_000)
            .build();
    Receipt receipt = price(model, ServiceTier.STANDARD, usage);
    assertCost(receipt, "0.415");
    assertThat(receipt.bandName()).isEqualTo("gt_200k");
  }

  @Test
  void M5_atTheThresholdIsLowAndOneAboveIsHighOutputToo() {
    Target model = vertex("gemini-2.5-pro", "global");
    assertCost(price(model, ServiceTier.STANDARD, Usage.tokens(200_000, 0)), "0.25");
    assertCost(price(model, ServiceTier.STANDARD, Usage.tokens(200_001, 0)), "0.5000025");
    assertCost(price(model, ServiceTier.STANDARD, Usage.tokens(200_000, 1_000)), "0.26");
    assertCost(price(model, ServiceTier.STANDARD, Usage.tokens(200_001, 1_000)), "0.5150025");
  }

  @Test
  void M5_aFeeThatIsNotListedAboveTheThresholdIsUnknownThere() {
    Usage usage = Usage.builder().add(Meter.INPUT, 200_001).add(Meter.WEB_SEARCH, 1).build();
    Receipt receipt = price(vertex("gemini-2.5-pro", "global"), ServiceTier.STANDARD, usage);
    assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.PARTIAL);
    assertThat(receipt.total()).isEqualTo(Money.usd("0.5000025"));
    assertThat(receipt.warnings())
        .anySatisfy(w -> assertThat(w).contains("no price for web_search"));
  }

  @Test
  void aModelThatIsBilledFlatCostsTheSameAboveTheThresholdInEveryScope() {
    Receipt receipt =
        price(
            vertex("claude-opus-4-6", "us-east5"),
            ServiceTier.STANDARD,
            Usage.tokens(1_000_000, 0));
    assertCost(receipt, "5.5");
    assertThat(receipt.bandName()).isEqualTo("any");
    assertThat(receipt.warnings()).isEmpty();
  }

  @Test
  void cachedTokensInABatchCostTheStandardRateWithAWarning() {
    Usage usage =
        Usage.builder()
            .add(Meter.INPUT, 6_000)
            .add(Meter.CACHE_READ, 4_000)
            .add(Meter.OUTPUT, 1_000)
            .build();
    Receipt receipt = price(vertex("gemini-2.5-flash", "global"), ServiceTier.BATCH, usage);
    assertCost(receipt, "0.00227");
    assertThat(receipt.warnings())
        .anySatisfy(
            w -> assertThat(w).contains("no price for cache_read in tier batch; the standard"));
  }

  @Test
  void M7_aRegionalEndpointCostsMoreThanTheGlobalOne() {
    Usage million = Usage.tokens(1_000_000, 1_000_000);
    assertCost(
        price(vertex("gemini-3.5-flash", "us-central1"), ServiceTier.STANDARD, million), "11.55");
    assertCost(price(vertex("gemini-3.5-flash", "global"), ServiceTier.STANDARD, million), "10.5");
  }

  @Test
  void M7_aModelWithoutARegionalRowTakesTheGlobalOneAndSaysSo() {
    Receipt receipt =
        price(
            vertex("gemini-2.5-flash", "europe-west4"),
            ServiceTier.STANDARD,
            Usage.tokens(1_000_000, 0));
    assertCost(receipt, "0.3");
    assertThat(receipt.warnings())
        .anySatisfy(w -> assertThat(w).contains("no non_global price for input"));
    assertThat(receipt.lines().get(0).condition()).isEqualTo("standard, global, any");
  }

  @Test
  void imageTokensThatAreMadeHaveTheirPrice() {
    Usage usage = Usage.builder().add(Meter.OUTPUT_IMAGE, 1290).build();
    assertCost(
        price(vertex("gemini-2.5-flash-image", "global"), ServiceTier.STANDARD, usage), "0.0387");
  }

  @Test
  void U1_aModalityThatTheModelDoesNotPriceApartCountsUnderItsBase() {
    Usage usage =
        Usage.builder()
            .add(Meter.INPUT, 10)
            .add(Meter.INPUT_IMAGE, 258)
            .add(Meter.INPUT_AUDIO, 100)
            .build();
    Receipt receipt = price(vertex("gemini-2.5-flash", "global"), ServiceTier.STANDARD, usage);
    assertThat(receipt.usage().get(Meter.INPUT)).isEqualTo(268);
    assertThat(receipt.usage().get(Meter.INPUT_IMAGE)).isZero();
    assertThat(receipt.usage().get(Meter.INPUT_AUDIO)).isEqualTo(100);
    assertCost(receipt, "0.0001804");
  }

  @Test
  void M3_aModalityThatIsPricedApartElsewhereIsUnknownAndNotItsBase() throws IOException {
    SheetPriceBook book =
        SheetPriceBook.of(
            mine(
                """
                {"provider":"vertex","model":"m","prices":[
                  {"scope":"global","rates":{"input":"1","input_audio":"9"}},
                  {"scope":"global","tier":"flex","rates":{"input":"0.5"}}]}"""));
    Usage usage = Usage.builder().add(Meter.INPUT, 2).add(Meter.INPUT_AUDIO, 3).build();
    Receipt receipt = book.rates(vertex("m", null), ServiceTier.FLEX, AUGUST).price(usage);
    assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.PARTIAL);
    assertThat(receipt.usage()).isEqualTo(usage);
  }

  @Test
  void throughputBoughtBeforehandCostsNothingAndShowsItsListPrice() {
    Receipt receipt =
        price(
            vertex("gemini-2.5-pro", "global"), ServiceTier.PROVISIONED, Usage.tokens(1_000, 100));
    assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.ZERO);
    assertThat(receipt.total()).isEqualTo(Money.usd("0"));
    assertThat(receipt.shadow()).isEqualTo(Money.usd("0.00225"));
  }

  @Test
  void aBlockedPromptCostsItsInput() {
    assertCost(
        price(vertex("gemini-2.5-flash", "global"), ServiceTier.STANDARD, Usage.tokens(12, 0)),
        "0.0000036");
  }

  @Test
  void M3_aModelThatIsNotListedHasNoPriceAndSaysWhatToDo() {
    RateCard card = BOOK.rates(bedrock("acme.model-v1:0", null), ServiceTier.STANDARD, AUGUST);
    assertThat(card.isEmpty()).isTrue();
    Receipt receipt = card.price(Usage.tokens(10, 5));
    assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.UNPRICED);
    assertThat(receipt.total()).isNull();
    assertThat(receipt.warnings())
        .anySatisfy(w -> assertThat(w).contains("bedrock:acme.model-v1:0", "a sheet of your own"));
  }

  @Test
  void theSameModelIsFoundWithAndWithoutItsVersion() {
    Usage usage = Usage.tokens(1_000_000, 0);
    Receipt bare = price(bedrock("amazon.nova-lite", "us-east-1"), ServiceTier.STANDARD, usage);
    Receipt full =
        price(bedrock("anthropic.claude-opus-4-6-v1:0", "us-east-1"), ServiceTier.STANDARD, usage);
    assertCost(bare, "0.06");
    assertCost(full, "5.5");
    assertThat(bare.warnings()).anySatisfy(w -> assertThat(w).contains("under its other name"));
  }

  @Test
  void aPriceThatDependsOnAResolutionIsNotPickedBlindly() {
    Receipt receipt =
        price(
            bedrock("luma.ray-v2:0", "us-west-2"),
            ServiceTier.STANDARD,
            Usage.builder().add(Meter.OUTPUT_VIDEO_SECOND, 5).build());
    assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.UNPRICED);
    assertThat(receipt.warnings()).anySatisfy(w -> assertThat(w).contains("depends on what"));
  }

  @Test
  void aPlainPriceBesideOnesThatDependOnAResolutionIsTakenWithAWarning() {
    Receipt receipt =
        price(
            bedrock("amazon.nova-canvas-v1:0", "us-east-1"),
            ServiceTier.STANDARD,
            Usage.builder().add(Meter.OUTPUT_IMAGE_EACH, 1).build());
    assertCost(receipt, "0.06");
    assertThat(receipt.warnings()).anySatisfy(w -> assertThat(w).contains("depends on what"));
  }

  @Test
  void aRetiredModelKeepsItsLastPriceWithAWarning() throws IOException {
    SheetPriceBook book =
        SheetPriceBook.of(
            mine(
                """
                {"provider":"vertex","model":"old","retired":true,"prices":[
                  {"scope":"global","to":"2025-01-01","rates":{"input":"1"}},
                  {"scope":"global","from":"2025-01-01","to":"2026-01-01","rates":{"input":"2"}}]}"""));
    Receipt receipt =
        book.rates(vertex("old", null), ServiceTier.STANDARD, AUGUST)
            .price(Usage.tokens(1_000_000, 0));
    assertCost(receipt, "2");
    assertThat(receipt.warnings()).anySatisfy(w -> assertThat(w).contains("old is retired"));
  }

  @Test
  void M3_aPriceThatIsNoLongerInForceIsUnknownWhereTheModelLives() throws IOException {
    SheetPriceBook book =
        SheetPriceBook.of(
            mine(
                """
                {"provider":"vertex","model":"m","prices":[
                  {"scope":"global","to":"2026-01-01","rates":{"input":"2"}}]}"""));
    Receipt receipt =
        book.rates(vertex("m", null), ServiceTier.STANDARD, AUGUST).price(Usage.tokens(1, 0));
    assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.UNPRICED);
  }

  @Test
  void theNearestScopePricesEachMeter() throws IOException {
    SheetPriceBook book =
        SheetPriceBook.of(
            mine(
                """
                {"provider":"bedrock","model":"v.m","prices":[
                  {"scope":"region:eu-west-1","rates":{"input":"5"}},
                  {"scope":"geo:eu","rates":{"cache_read":"7"}},
                  {"scope":"in_region","rates":{"input":"1","output":"2","cache_write":"3"}},
                  {"scope":"any_region","rates":{"cache_read":"11"}},
                  {"scope":"global","rates":{"input":"13"}}]}"""));
    RateCard bare = book.rates(bedrock("v.m", "eu-west-1"), ServiceTier.STANDARD, AUGUST);
    RateCard geo = book.rates(bedrock("eu.v.m", "eu-west-1"), ServiceTier.STANDARD, AUGUST);
    RateCard global = book.rates(bedrock("global.v.m", "eu-west-1"), ServiceTier.STANDARD, AUGUST);
    assertThat(perMillion(bare, Meter.INPUT)).isEqualTo("5");
    assertThat(perMillion(bare, Meter.OUTPUT)).isEqualTo("2");
    assertThat(perMillion(bare, Meter.CACHE_READ)).isEqualTo("11");
    assertThat(perMillion(bare, Meter.CACHE_WRITE_5M)).isEqualTo("3");
    assertThat(perMillion(geo, Meter.CACHE_READ)).isEqualTo("7");
    assertThat(perMillion(geo, Meter.INPUT)).isEqualTo("5");
    assertThat(perMillion(global, Meter.INPUT)).isEqualTo("13");
    assertThat(perMillion(global, Meter.CACHE_READ)).isEqualTo("11");
    assertThat(perMillion(global, Meter.OUTPUT)).isEqualTo("unknown");
  }

  private static String perMillion(RateCard card, Meter meter) {
    return card.price(meter, 1) instanceof Price.Known known
        ? known.perUnit().times(1_000_000).decimal()
        : "unknown";
  }

  @Test
  void aLaterSheetLiesOverAnEarlierOneRowByRow() throws IOException {
    SheetPriceBook book =
        SheetPriceBook.of(
            PriceSheet.bundled(),
            mine(
                """
                {"provider":"vertex","model":"gemini-2.5-flash","maxOutput":1000,"prices":[
                  {"scope":"global","rates":{"input":"0.2"}}]}"""));
    Target model = vertex("gemini-2.5-flash", null);
    assertCost(
        book.rates(model, ServiceTier.STANDARD, AUGUST).price(Usage.tokens(1_000_000, 1_000_000)),
        "2.7");
    assertThat(book.version()).endsWith("+mine-3");
    assertThat(book.limits(Provider.VERTEX, "gemini-2.5-flash").maxOutputTokens()).isEqualTo(1000);
    assertThat(book.limits(Provider.VERTEX, "gemini-2.5-flash").contextTokens())
        .isEqualTo(BOOK.limits(Provider.VERTEX, "gemini-2.5-flash").contextTokens());
  }

  @Test
  void aCardIsWorkedOutOnceForAnInterval() {
    Target model = vertex("gemini-3.7-flash", null);
    RateCard now = BOOK.rates(model, ServiceTier.STANDARD, AUGUST);
    assertThat(BOOK.rates(model, ServiceTier.STANDARD, AUGUST + 1)).isSameAs(now);
    assertThat(BOOK.rates(model, ServiceTier.STANDARD, at("2027-02-01T00:00:00Z")))
        .isNotSameAs(now);
    assertThat(BOOK.rates(model, ServiceTier.STANDARD, AUGUST)).isSameAs(now);
  }

  @Test
  void aBookRefusesSheetsOfTwoCurrencies() throws IOException {
    PriceSheet euros =
        sheet("{\"name\":\"e\",\"version\":\"1\",\"currency\":\"EUR\",\"models\":[]}");
    assertThatThrownBy(() -> SheetPriceBook.of(PriceSheet.bundled(), euros))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("e-1 is in EUR");
  }

  @Test
  void M2_aLineSaysWhereItsPriceComesFrom() {
    Receipt receipt =
        price(vertex("gemini-2.5-flash", null), ServiceTier.STANDARD, Usage.tokens(1, 0));
    ReceiptLine line = receipt.lines().get(0);
    assertThat(line.source()).contains("litellm").contains(", seen 2026-");
    assertThat(line.version()).startsWith("bundled-2026-");
    assertThat(line.condition()).isEqualTo("standard, global, any");
  }
}
