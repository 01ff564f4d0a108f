package io.costaware.pricing;

import static io.costaware.pricing.BookBench.AUGUST;
import static io.costaware.pricing.BookBench.at;
import static io.costaware.pricing.BookBench.bedrock;
import static io.costaware.pricing.BookBench.bedrockBook;
import static io.costaware.pricing.BookBench.million;
import static io.costaware.pricing.BookBench.model;
import static io.costaware.pricing.BookBench.one;
import static io.costaware.pricing.BookBench.price;
import static io.costaware.pricing.BookBench.sheet;
import static io.costaware.pricing.BookBench.vertex;
import static io.costaware.pricing.BookBench.vertexBook;
import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.money.Money;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** One test for each sentence on which row prices a meter. */
class WhichRowTest {
  private static void assertPriced(Receipt receipt, String usd, String condition) {
    assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.PRICED);
    assertThat(receipt.total()).isEqualTo(Money.usd(usd));
    assertThat(receipt.lines().get(0).condition()).isEqualTo(condition);
  }

  private static void assertWarns(Receipt receipt, String... words) {
    assertThat(receipt.warnings()).anySatisfy(w -> assertThat(w).contains(words));
  }

  @Test
  void M7_aBareIdTakesItsRegionThenInRegionThenAnyRegionMeterByMeter() throws IOException {
    SheetPriceBook book =
        bedrockBook(
            """
            {"scope":"any_region","rates":{"input":"1","output":"2","cache_read":"3"}},
            {"scope":"in_region","rates":{"input":"4","output":"5"}},
            {"scope":"region:eu-west-1","rates":{"input":"6"}},
            {"scope":"global","rates":{"query":"7","input":"0"}},
            {"scope":"geo:eu","rates":{"query":"8","input":"0"}}""");
    Target bare = bedrock("v.m", "eu-west-1");
    assertPriced(
        price(book, bare, "standard", million(Meter.INPUT)),
        "6",
        "standard, region:eu-west-1, any");
    assertPriced(
        price(book, bare, "standard", million(Meter.OUTPUT)), "5", "standard, in_region, any");
    assertPriced(
        price(book, bare, "standard", million(Meter.CACHE_READ)), "3", "standard, any_region, any");
    assertThat(price(book, bare, "standard", one(Meter.QUERY)).outcome())
        .isEqualTo(Receipt.Outcome.UNPRICED);
    assertThat(bare.scope().id()).isEqualTo("in_region");
  }

  @Test
  void M7_aGeographicProfileTakesItsGeographyThenRegionThenInRegion() throws IOException {
    SheetPriceBook book =
        bedrockBook(
            """
            {"scope":"in_region","rates":{"input":"4","output":"5","cache_read":"9"}},
            {"scope":"region:eu-west-1","rates":{"input":"6","output":"7"}},
            {"scope":"geo:eu","rates":{"input":"8"}},
            {"scope":"geo:us","rates":{"output":"1"}},
            {"scope":"any_region","rates":{"query":"1"}}""");
    Target geo = bedrock("eu.v.m", "eu-west-1");
    assertPriced(price(book, geo, "standard", million(Meter.INPUT)), "8", "standard, geo:eu, any");
    assertPriced(
        price(book, geo, "standard", million(Meter.OUTPUT)),
        "7",
        "standard, region:eu-west-1, any");
    assertPriced(
        price(book, geo, "standard", million(Meter.CACHE_READ)), "9", "standard, in_region, any");
    assertThat(price(book, geo, "standard", one(Meter.QUERY)).outcome())
        .isEqualTo(Receipt.Outcome.UNPRICED);
    assertThat(geo.scope().id()).isEqualTo("geo:eu");
  }

  @Test
  void M7_aGlobalProfileTakesGlobalThenAnyRegionAndNeverInRegion() throws IOException {
    SheetPriceBook book =
        bedrockBook(
            """
            {"scope":"global","rates":{"input":"1"}},
            {"scope":"any_region","rates":{"input":"9","output":"2"}},
            {"scope":"in_region","rates":{"cache_read":"3"}},
            {"scope":"region:eu-west-1","rates":{"cache_read":"3"}}""");
    Target global = bedrock("global.v.m", "eu-west-1");
    assertPriced(
        price(book, global, "standard", million(Meter.INPUT)), "1", "standard, global, any");
    assertPriced(
        price(book, global, "standard", million(Meter.OUTPUT)), "2", "standard, any_region, any");
    assertThat(price(book, global, "standard", million(Meter.CACHE_READ)).outcome())
        .isEqualTo(Receipt.Outcome.UNPRICED);
  }

  @Test
  void M7_aVertexRegionTakesNonGlobalAndElseGlobalWithAWarning() throws IOException {
    SheetPriceBook book =
        vertexBook(
            """
            {"scope":"global","rates":{"input":"1","output":"2"}},
            {"scope":"non_global","rates":{"input":"3"}}""");
    Target region = vertex("m", "europe-west4");
    Target multi = vertex("m", "eu");
    Receipt own = price(book, region, "standard", million(Meter.INPUT));
    assertPriced(own, "3", "standard, non_global, any");
    assertThat(own.warnings()).isEmpty();
    assertPriced(
        price(book, multi, "standard", million(Meter.INPUT)), "3", "standard, non_global, any");
    Receipt other = price(book, region, "standard", million(Meter.OUTPUT));
    assertPriced(other, "2", "standard, global, any");
    assertWarns(other, "no non_global price for output", "the global price applies");
    assertThat(other.target()).isEqualTo(region);
    assertPriced(
        price(book, vertex("m", null), "standard", million(Meter.INPUT)),
        "1",
        "standard, global, any");
  }

  @Test
  void aRowOfLowConfidenceThatIsNearerBeatsABetterOneFartherOffAndWarns() throws IOException {
    SheetPriceBook book =
        bedrockBook(
            """
            {"scope":"in_region","confidence":"low","source":"blog","rates":{"input":"4"}},
            {"scope":"any_region","confidence":"high","rates":{"input":"1","output":"1"}}""");
    Receipt receipt = price(book, bedrock("v.m", "us-east-1"), "standard", million(Meter.INPUT));
    assertPriced(receipt, "4", "standard, in_region, any");
    assertThat(receipt.lines().get(0).confidence()).isEqualTo(Confidence.LOW);
    assertWarns(receipt, "input is of low confidence", "blog");
    assertThat(
            price(book, bedrock("v.m", "us-east-1"), "standard", million(Meter.OUTPUT)).warnings())
        .isEmpty();
  }

  @Test
  void M5_theBandIsChosenByTheWholePromptStrictlyAboveAndMovesEveryMeter() throws IOException {
    SheetPriceBook book =
        vertexBook(
            """
            {"scope":"global","rates":{"input":"1","output":"2","cache_read":"3","cache_write":"4"}},
            {"scope":"global","band":"gt_200k",
             "rates":{"input":"10","output":"20","cache_read":"30","cache_write":"40"}}""");
    Usage.Builder usage =
        Usage.builder()
            .add(Meter.INPUT, 100_000)
            .add(Meter.CACHE_READ, 50_000)
            .add(Meter.CACHE_WRITE_5M, 25_000)
            .add(Meter.CACHE_WRITE_1H, 25_000)
            .add(Meter.OUTPUT, 1_000_000);
    Receipt at = price(book, vertex("m", null), "standard", usage.build());
    assertThat(at.bandName()).isEqualTo("any");
    assertThat(at.total()).isEqualTo(Money.usd("2.45"));
    Receipt above = price(book, vertex("m", null), "standard", usage.add(Meter.INPUT, 1).build());
    assertThat(above.bandName()).isEqualTo("gt_200k");
    assertThat(above.total()).isEqualTo(Money.usd("24.50001"));
  }

  @Test
  void M3_aMeterWithoutARowInTheBandOfTheCallIsUnknown() throws IOException {
    SheetPriceBook book =
        vertexBook(
            """
            {"scope":"global","rates":{"input":"1","output":"2","web_search":"14"}},
            {"scope":"global","band":"gt_200k","rates":{"input":"10","output":"20"}}""");
    Usage usage = Usage.builder().add(Meter.INPUT, 200_001).add(Meter.WEB_SEARCH, 1).build();
    Receipt receipt = price(book, vertex("m", null), "standard", usage);
    assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.PARTIAL);
    assertThat(receipt.total()).isEqualTo(Money.usd("2.00001"));
  }

  @Test
  void M6_cachedMetersAndFeesFallBackToTheStandardRowOfTheirScopeAndBandWithAWarning()
      throws IOException {
    SheetPriceBook book =
        vertexBook(
            """
            {"scope":"global",
             "rates":{"input":"1","output":"2","cache_read":"3","cache_write_1h":"4","web_search":"5000"}},
            {"scope":"global","band":"gt_200k","rates":{"cache_read":"30"}},
            {"scope":"global","tier":"batch","rates":{"input":"0.5"}},
            {"scope":"global","tier":"batch","band":"gt_200k","rates":{"input":"0.7"}}""");
    Target target = vertex("m", null);
    for (Meter meter : new Meter[] {Meter.CACHE_READ, Meter.CACHE_WRITE_1H, Meter.WEB_SEARCH}) {
      Receipt receipt = price(book, target, "batch", one(meter));
      assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.PRICED);
      assertThat(receipt.lines().get(0).condition()).isEqualTo("standard, global, any");
      assertWarns(receipt, "no price for " + meter.id() + " in tier batch", "standard price");
    }
    Usage long1 =
        Usage.builder().add(Meter.INPUT, 200_001).add(Meter.CACHE_READ, 1_000_000).build();
    Receipt above = price(book, target, "batch", long1);
    assertThat(above.total()).isEqualTo(Money.usd("30.1400007"));
  }

  @Test
  void M6_anyOtherMeterWithoutARowInTheTierIsUnknown() throws IOException {
    SheetPriceBook book =
        vertexBook(
            """
            {"scope":"global","rates":{"input":"1","output":"2","cache_read":"3"}},
            {"scope":"global","tier":"batch","rates":{"input":"0.5"}}""");
    Receipt partial = price(book, vertex("m", null), "batch", Usage.tokens(1_000_000, 1));
    assertThat(partial.outcome()).isEqualTo(Receipt.Outcome.PARTIAL);
    assertThat(partial.total()).isEqualTo(Money.usd("0.5"));
    Receipt unpriced = price(book, vertex("m", null), "flex", Usage.tokens(1, 1));
    assertThat(unpriced.outcome()).isEqualTo(Receipt.Outcome.UNPRICED);
    assertThat(unpriced.total()).isNull();
  }

  @Test
  void M4_extendedAccessReplacesStandardAndItsBatchFormBatchFromTheDayOfTheirRows()
      throws IOException {
    SheetPriceBook book =
        bedrockBook(
            """
            {"scope":"in_region","rates":{"input":"1","output":"5"}},
            {"scope":"in_region","tier":"batch","rates":{"input":"0.5"}},
            {"scope":"in_region","tier":"extended_access","from":"2026-08-01","rates":{"input":"2"}},
            {"scope":"in_region","tier":"extended_access_batch","from":"2026-08-01","rates":{"input":"1.5"}}""");
    Target target = bedrock("v.m", "us-east-1");
    long before = at("2026-07-31T23:59:59.999Z");
    assertThat(book.rates(target, ServiceTier.STANDARD, before).price(million(Meter.INPUT)).total())
        .isEqualTo(Money.usd("1"));
    Receipt standard = price(book, target, "standard", million(Meter.INPUT));
    assertPriced(standard, "2", "extended_access, in_region, any");
    assertThat(standard.tier()).isEqualTo(ServiceTier.STANDARD);
    assertThat(standard.lines().get(0).from()).isEqualTo("2026-08-01T00:00:00Z");
    assertPriced(
        price(book, target, "batch", million(Meter.INPUT)),
        "1.5",
        "extended_access_batch, in_region, any");
    assertPriced(
        price(book, target, "standard", million(Meter.OUTPUT)), "5", "standard, in_region, any");
  }

  @Test
  void M4_theRowWhoseIntervalHoldsTheInstantPrices() throws IOException {
    SheetPriceBook book =
        vertexBook(
            """
            {"scope":"global","to":"2026-08-01","rates":{"input":"1"}},
            {"scope":"global","from":"2026-08-01","to":"2026-09-01T12:00:00Z","rates":{"input":"2"}}""");
    Target target = vertex("m", null);
    assertThat(total(book, target, "2026-07-31T23:59:59.999Z")).isEqualTo("PRICED 1");
    assertThat(total(book, target, "2026-08-01T00:00:00Z")).isEqualTo("PRICED 2");
    assertThat(total(book, target, "2026-09-01T11:59:59.999Z")).isEqualTo("PRICED 2");
    assertThat(total(book, target, "2026-09-01T12:00:00Z")).isEqualTo("UNPRICED 0");
  }

  private static String total(PriceBook book, Target target, String at) {
    Receipt receipt = book.rates(target, ServiceTier.STANDARD, at(at)).price(million(Meter.INPUT));
    return receipt.outcome().name() + " " + receipt.knownTotal().decimal();
  }

  @Test
  void M4_aRetiredModelKeepsItsLastPriceWithAWarningPastItsEndAlone() throws IOException {
    SheetPriceBook book =
        SheetPriceBook.of(
            sheet(
                "mine",
                """
                {"provider":"vertex","model":"m","retired":true,"prices":[
                  {"scope":"global","to":"2025-01-01","rates":{"input":"1"}},
                  {"scope":"global","from":"2025-01-01","to":"2026-01-01","rates":{"input":"2"}}]},
                {"provider":"vertex","model":"open","retired":true,"prices":[
                  {"scope":"global","rates":{"input":"3"}}]}"""));
    Receipt past = price(book, vertex("m", null), "standard", million(Meter.INPUT));
    assertPriced(past, "2", "standard, global, any");
    assertWarns(past, "m is retired; its last known prices apply");
    Receipt lived =
        book.rates(vertex("m", null), ServiceTier.STANDARD, at("2025-06-01T00:00:00Z"))
            .price(million(Meter.INPUT));
    assertThat(lived.total()).isEqualTo(Money.usd("2"));
    assertThat(lived.warnings()).isEmpty();
    assertWarns(
        price(book, vertex("open", null), "standard", million(Meter.INPUT)), "open is retired");
  }

  @Test
  void U4_aRowForCacheWritesPricesAnyLifetimeUnlessTheLifetimeHasItsOwn() throws IOException {
    SheetPriceBook book =
        vertexBook(
            """
            {"scope":"global","rates":{"input":"1","cache_write":"3","cache_write_1h":"9"}}""");
    Target target = vertex("m", null);
    assertPriced(
        price(book, target, "standard", million(Meter.CACHE_WRITE_5M)),
        "3",
        "standard, global, any");
    assertPriced(
        price(book, target, "standard", million(Meter.CACHE_WRITE_30M)),
        "3",
        "standard, global, any");
    Receipt hour = price(book, target, "standard", million(Meter.CACHE_WRITE_1H));
    assertPriced(hour, "9", "standard, global, any");
    assertThat(hour.lines().get(0).meter()).isEqualTo(Meter.CACHE_WRITE_1H);
  }

  @Test
  void boughtThroughputIsZeroWithItsListPriceBesideWhateverItsTerm() throws IOException {
    SheetPriceBook book = vertexBook("{\"scope\":\"global\",\"rates\":{\"input\":\"1\"}}");
    for (String tier : new String[] {"provisioned", "provisioned:1m", "reserved:3m", "reserved"}) {
      Receipt receipt = price(book, vertex("m", null), tier, million(Meter.INPUT));
      assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.ZERO);
      assertThat(receipt.total()).isEqualTo(Money.usd("0"));
      assertThat(receipt.shadow()).isEqualTo(Money.usd("1"));
      assertThat(receipt.tier()).isEqualTo(new ServiceTier(tier));
    }
    assertThat(price(book, vertex("other", null), "provisioned", one(Meter.INPUT)).outcome())
        .isEqualTo(Receipt.Outcome.ZERO);
  }

  @Test
  void U5_aUsageOfZerosOnAPaidOperationIsPricedAtZeroWithAWarning() throws IOException {
    SheetPriceBook book = vertexBook("{\"scope\":\"global\",\"rates\":{\"input\":\"1\"}}");
    Receipt receipt = price(book, vertex("m", null), "standard", Usage.none());
    assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.PRICED);
    assertThat(receipt.total()).isEqualTo(Money.usd("0"));
    assertWarns(receipt, "every quantity is zero");
  }

  @Test
  void M6_aTierThatNobodyKnowsIsUnpricedAndKeepsItsName() throws IOException {
    SheetPriceBook book = vertexBook("{\"scope\":\"global\",\"rates\":{\"cache_read\":\"1\"}}");
    Receipt receipt = price(book, vertex("m", null), "TURBO", one(Meter.CACHE_READ));
    assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.UNPRICED);
    assertThat(receipt.tier()).isEqualTo(new ServiceTier("TURBO"));
    assertWarns(receipt, "'TURBO'");
  }

  @Test
  void M2_theLineNamesTheSheetThatDecided() throws IOException {
    SheetPriceBook book =
        SheetPriceBook.of(
            sheet(
                "low",
                model(
                    "vertex",
                    "m",
                    "{\"scope\":\"global\",\"rates\":{\"input\":\"1\",\"output\":\"2\"}}")),
            sheet(
                "top", model("vertex", "m", "{\"scope\":\"global\",\"rates\":{\"input\":\"3\"}}")));
    Receipt receipt =
        book.rates(vertex("m", null), ServiceTier.STANDARD, AUGUST).price(Usage.tokens(1, 1));
    assertThat(receipt.lines()).extracting(ReceiptLine::version).containsExactly("top-3", "low-3");
    assertThat(book.version()).isEqualTo("low-3+top-3");
  }

  @Test
  void M6_aGuardrailsFeeIsTheStandardOneInEveryTier() throws IOException {
    SheetPriceBook book =
        vertexBook(
            "{\"scope\":\"global\",\"rates\":{\"guardrail_unit\":\"0.15\"}},"
                + "{\"scope\":\"global\",\"tier\":\"flex\",\"rates\":{\"input\":\"1\"}}");
    Receipt receipt = price(book, vertex("m", null), "flex", one(Meter.GUARDRAIL_UNIT));
    assertPriced(receipt, "0.15", "standard, global, any");
    assertWarns(receipt, "the standard price applies");
  }

  @Test
  void M6_aTierWhoseNameOnlyBeginsLikeBoughtThroughputIsNotFree() throws IOException {
    SheetPriceBook book = vertexBook("{\"scope\":\"global\",\"rates\":{\"input\":\"1\"}}");
    for (String tier : new String[] {"reserved_plus", "provisionedx", "reservedness"}) {
      assertThat(price(book, vertex("m", null), tier, one(Meter.INPUT)).outcome())
          .isEqualTo(Receipt.Outcome.UNPRICED);
    }
  }
}
