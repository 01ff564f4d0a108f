package io.costaware.report;

import static io.costaware.report.PastEvents.HAIKU;
import static io.costaware.report.PastEvents.NOON;
import static io.costaware.report.PastEvents.SONNET;
import static io.costaware.report.PastEvents.book;
import static io.costaware.report.PastEvents.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.costaware.budget.Demand;
import io.costaware.event.AdjustmentEvent;
import io.costaware.event.CallEvent;
import io.costaware.event.CostEvent;
import io.costaware.event.Figure;
import io.costaware.event.Outcome;
import io.costaware.money.Money;
import io.costaware.pricing.ModelLimits;
import io.costaware.pricing.PriceAttributes;
import io.costaware.pricing.PriceBook;
import io.costaware.pricing.PriceKey;
import io.costaware.pricing.RateCard;
import io.costaware.pricing.Receipt;
import io.costaware.tags.Tags;
import io.costaware.target.Provider;
import io.costaware.target.ServiceTier;
import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RepricingTest {
  private static final Instant FROM = Instant.parse("2026-10-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-26T09:00:00Z");
  private static final Usage MILLION = Usage.tokens(1_000_000, 0);
  private static final PriceBook OLD = book("1", model(SONNET, "3", "15"));
  private static final PriceBook CORRECTED = book("2", model(SONNET, "2", "10"));

  private final ListedEvents store = new ListedEvents();
  private final PastEvents past = new PastEvents();

  @Test
  void M4_aReportAloneWritesNothingAndSaysWhatWouldChange() {
    store.accept(past.call(OLD, NOON, "support", SONNET, MILLION));
    List<String> before = store.lines();

    RepricingReport report = Repricing.of(store, FROM, TO, CORRECTED).report();

    assertThat(store.lines()).isEqualTo(before);
    assertThat(report.applied()).isFalse();
    assertThat(report.count(Finding.CHANGED)).isEqualTo(1);
    assertThat(report.total()).isEqualTo(new Change(1, Money.usd("3"), Money.usd("2")));
    assertThat(report.versionsBefore()).containsExactly("test-1");
    assertThat(report.versionsAfter()).containsExactly("test-2");
    assertThat(report.toString())
        .contains("Nothing written; adjustments due: 1 of 1 calls")
        .contains("bedrock:" + SONNET)
        .contains("3 USD", "2 USD");
  }

  @Test
  void M4_anAdjustmentKeepsTheOldEventAndItsFigure() {
    CallEvent call = past.call(OLD, NOON, "support", SONNET, MILLION);
    store.accept(call);
    List<String> before = store.lines();

    RepricingReport report =
        Repricing.of(store, FROM, TO, CORRECTED).because("cut on 1 October").apply(store, NOW);

    assertThat(report.applied()).isTrue();
    assertThat(store.lines()).hasSize(2).startsWith(before.get(0));
    AdjustmentEvent adjustment = adjustments().get(0);
    assertThat(adjustment.adjusts()).isEqualTo(call.id());
    assertThat(adjustment.call()).isEqualTo(call.call());
    assertThat(adjustment.atMillis()).isEqualTo(call.atMillis());
    assertThat(adjustment.madeAtMillis()).isEqualTo(NOW.toEpochMilli());
    assertThat(adjustment.reason()).isEqualTo("cut on 1 October");
    assertThat(adjustment.priceVersion()).isEqualTo(CORRECTED.version());
    assertThat(adjustment.before())
        .isEqualTo(
            new Figure(
                Receipt.Outcome.PRICED, Money.usd("3"), null, Money.usd("3"), List.of("test-1")));
    assertThat(adjustment.receipt().total()).isEqualTo(Money.usd("2"));
    assertThat(adjustment.receipt().lines()).hasSize(1);
    assertThat(adjustment.difference()).isEqualTo(Money.usd("-1"));
  }

  /** A price list that is changed today moves no month that is over. */
  @Test
  void M4_ccusage1636_agentsview1540_aPriceChangeMovesNoClosedPeriodUntilItIsRepriced() {
    for (int i = 0; i < 10; i++) {
      store.accept(
          past.call(OLD, NOON.plusSeconds(i), "team" + i % 2, SONNET, Usage.tokens(80_000_000, 0)));
    }
    Money closed = spend().total();
    assertThat(closed).isEqualTo(Money.usd("2400"));

    Repricing repricing = Repricing.of(store, FROM, TO, CORRECTED);
    RepricingReport planned = repricing.report();
    assertThat(spend().total()).isEqualTo(closed);
    assertThat(planned.total().after()).isEqualTo(Money.usd("1600"));

    repricing.apply(store, NOW);

    assertThat(spend().total()).isEqualTo(Money.usd("1600"));
    assertThat(adjustments())
        .hasSize(10)
        .allSatisfy(
            adjustment -> assertThat(adjustment.before().total()).isEqualTo(Money.usd("240")));
    Money asItWasTold = Money.zero(Money.USD);
    try (Stream<CostEvent> events = store.between(FROM, TO)) {
      for (CostEvent event : (Iterable<CostEvent>) events::iterator) {
        if (event instanceof CallEvent call) {
          asItWasTold = asItWasTold.plus(call.booked().cost());
        }
      }
    }
    assertThat(asItWasTold).isEqualTo(closed);
  }

  @Test
  void M4_aSecondRunWithTheSameBookWritesNothing() {
    store.accept(past.call(OLD, NOON, "support", SONNET, MILLION));
    Repricing repricing = Repricing.of(store, FROM, TO, CORRECTED);
    repricing.apply(store, NOW);
    List<String> once = store.lines();

    RepricingReport again = repricing.apply(store, NOW.plusSeconds(60));

    assertThat(store.lines()).isEqualTo(once);
    assertThat(again.count(Finding.UNCHANGED)).isEqualTo(1);
    assertThat(again.earlierAdjustments()).isEqualTo(1);
    assertThat(again.total()).isEqualTo(new Change(1, Money.usd("2"), Money.usd("2")));
  }

  @Test
  void M4_theLatestAdjustmentIsInForceAlsoOnTheWayBack() {
    store.accept(past.call(OLD, NOON, "support", SONNET, MILLION));
    Repricing.of(store, FROM, TO, CORRECTED).apply(store, NOW);

    Repricing.of(store, FROM, TO, OLD).apply(store, NOW);
    Repricing.of(store, FROM, TO, CORRECTED).apply(store, NOW);

    assertThat(adjustments())
        .extracting(AdjustmentEvent::revision, AdjustmentEvent::difference)
        .containsExactly(
            tuple(1, Money.usd("-1")), tuple(2, Money.usd("1")), tuple(3, Money.usd("-1")));
    assertThat(spend().total()).isEqualTo(Money.usd("2"));
  }

  @Test
  void M4_twoRunsAtOnceMakeTheSameEventsSoThatNothingIsCountedTwice() {
    store.accept(past.call(OLD, NOON, "support", SONNET, MILLION));
    ListedEvents first = new ListedEvents();
    ListedEvents second = new ListedEvents();
    Repricing.of(store, FROM, TO, CORRECTED).apply(first, NOW);
    Repricing.of(store, FROM, TO, book("3", model(SONNET, "1", "1"))).apply(second, NOW);

    first.between(FROM, TO).forEach(store::accept);
    second.between(FROM, TO).forEach(store::accept);

    assertThat(spend().total()).isEqualTo(Money.usd("2"));
    Repricing.of(store, FROM, TO, book("3", model(SONNET, "1", "1"))).apply(store, NOW);
    assertThat(spend().total()).isEqualTo(Money.usd("1"));
  }

  @Test
  void M4_aCallIsPricedAsOfItsDispatchAndNeverAsOfToday() {
    PriceBook dated =
        book(
            "2",
            """
            {"provider": "bedrock", "model": "%s", "prices": [
              {"scope": "global", "to": "2026-10-15", "rates": {"input": "3"}},
              {"scope": "global", "from": "2026-10-15", "rates": {"input": "2"}}]}
            """
                .formatted(SONNET));
    Instant cut = Instant.parse("2026-10-15T00:00:00Z");
    store.accept(past.call(OLD, cut.minusMillis(1), "support", SONNET, MILLION));
    store.accept(past.call(OLD, cut, "support", SONNET, MILLION));

    Repricing.of(store, FROM, TO, dated).apply(store, NOW);

    assertThat(adjustments()).extracting(CostEvent::at).containsExactly(cut);
    assertThat(spend().total()).isEqualTo(Money.usd("5"));
  }

  @Test
  void M4_onlyTheRangeIsRepriced() {
    store.accept(past.call(OLD, FROM.minusMillis(1), "support", SONNET, MILLION));
    store.accept(past.call(OLD, FROM, "support", SONNET, MILLION));
    store.accept(past.call(OLD, TO, "support", SONNET, MILLION));

    RepricingReport report = Repricing.of(store, FROM, TO, CORRECTED).apply(store, NOW);

    assertThat(report.calls()).isEqualTo(1);
    assertThat(adjustments()).extracting(CostEvent::at).containsExactly(FROM);
  }

  /** A price that comes late fills history, when it is told to. */
  @Test
  void M3_langfuse12184_latePricesFillHistoryByAnExplicitRun() {
    PriceBook without = book("1", model(HAIKU, "1", "5"));
    store.accept(past.call(without, NOON, "support", SONNET, MILLION));
    store.accept(past.unresolved(NOON, "global." + SONNET, MILLION));
    assertThat(spend().unknown()).isEqualTo(2);

    RepricingReport report = Repricing.of(store, FROM, TO, CORRECTED).apply(store, NOW);

    assertThat(report.unpricedBefore()).isEqualTo(2);
    assertThat(report.unpricedAfter()).isZero();
    assertThat(adjustments())
        .hasSize(2)
        .allSatisfy(
            adjustment -> {
              assertThat(adjustment.difference()).isNull();
              assertThat(adjustment.before().total()).isNull();
              assertThat(adjustment.spentDifference()).isEqualTo(Money.usd("2"));
            });
    assertThat(spend().total()).isEqualTo(Money.usd("4"));
    assertThat(spend().unknown()).isZero();
  }

  @Test
  void M3_aFigureIsNeverReplacedByAVaguerOne() {
    store.accept(past.call(OLD, NOON, "support", SONNET, MILLION));
    store.accept(past.call(OLD, NOON, "support", SONNET, Usage.tokens(10, 10)));
    PriceBook other = book("2", model(HAIKU, "1", "5"));
    PriceBook inputOnly =
        book(
            "2",
            """
            {"provider": "bedrock", "model": "%s", "prices": [
              {"scope": "global", "rates": {"input": "3"}}]}
            """
                .formatted(SONNET));

    RepricingReport lost = Repricing.of(store, FROM, TO, other).apply(store, NOW);
    RepricingReport partly = Repricing.of(store, FROM, TO, inputOnly).apply(store, NOW);

    assertThat(lost.count(Finding.UNPRICED)).isEqualTo(2);
    assertThat(partly.count(Finding.VAGUER)).isEqualTo(1);
    assertThat(partly.count(Finding.UNCHANGED)).isEqualTo(1);
    assertThat(adjustments()).isEmpty();
  }

  @Test
  void M3_anEstimateIsReplacedByALowerBoundOnlyIfThatIsTheLarger() {
    PriceBook inputOnly =
        book(
            "2",
            """
            {"provider": "bedrock", "model": "%s", "prices": [
              {"scope": "global", "rates": {"input": "3"}}]}
            """
                .formatted(SONNET));
    store.accept(estimated(Usage.tokens(1_000, 1_000)));
    store.accept(estimated(Usage.tokens(1_000_000, 1_000)));

    RepricingReport report = Repricing.of(store, FROM, TO, inputOnly).apply(store, NOW);

    assertThat(report.count(Finding.VAGUER)).isEqualTo(1);
    assertThat(adjustments())
        .extracting(adjustment -> adjustment.receipt().knownTotal())
        .containsExactly(Money.usd("3"));
    assertThat(spend().total()).isEqualTo(Money.usd("5"));
  }

  /** A call without a price that was booked at two dollars. */
  private CallEvent estimated(Usage usage) {
    return past.event(
        NOON,
        past.facts("support", SONNET, PastEvents.target(SONNET), ServiceTier.STANDARD),
        Outcome.measured(usage, RawUsage.none()),
        Receipt.unpriced(
            PastEvents.target(SONNET), ServiceTier.STANDARD, usage, Money.USD, "no price"),
        Demand.of(Money.usd("2"), usage.totalTokens(), 1));
  }

  @Test
  void M3_aPriceThatWasAssumedIsCorrectedOnceTheModelHasOneOfItsOwn() {
    PriceBook assuming = book("1", model(HAIKU, "1", "5"));
    Receipt assumed =
        assuming
            .rates(PastEvents.target(HAIKU), ServiceTier.STANDARD, NOON.toEpochMilli())
            .price(MILLION);
    Outcome outcome = Outcome.measured(MILLION, RawUsage.none());
    Demand booked = Demand.of(Money.usd("1"), 1_000_000, 1);
    store.accept(
        past.event(
            NOON,
            past.facts("support", SONNET, PastEvents.target(SONNET), ServiceTier.STANDARD),
            outcome,
            assumed,
            booked));
    store.accept(
        past.event(
            NOON,
            past.facts("support", "a-router", null, ServiceTier.STANDARD),
            outcome.withServedModel("global." + SONNET),
            assumed,
            booked));
    store.accept(
        past.event(
            NOON,
            past.facts("support", "global." + SONNET, null, ServiceTier.STANDARD),
            outcome,
            assumed,
            booked));

    Repricing.of(store, FROM, TO, CORRECTED).apply(store, NOW);

    assertThat(adjustments())
        .hasSize(3)
        .allSatisfy(
            adjustment -> {
              assertThat(adjustment.before().total()).isEqualTo(Money.usd("1"));
              assertThat(adjustment.receipt().total()).isEqualTo(Money.usd("2"));
            });
  }

  @Test
  void U5_whatIsEstimatedIsCountedAndLeft() {
    store.accept(
        past.cut(OLD, NOON, "support", SONNET, Usage.tokens(1_000_000, 0), Money.usd("3.5")));
    store.accept(past.free(NOON, "support"));
    store.accept(past.call(OLD, NOON, "support", SONNET, MILLION));

    RepricingReport report = Repricing.of(store, FROM, TO, CORRECTED).apply(store, NOW);

    assertThat(report.count(Finding.UNMEASURED)).isEqualTo(1);
    assertThat(report.count(Finding.UNCHANGED)).isEqualTo(1);
    assertThat(report.count(Finding.CHANGED)).isEqualTo(1);
    assertThat(report.estimated()).isEqualTo(Money.usd("3.5"));
    assertThat(report.total()).isEqualTo(new Change(3, Money.usd("6.5"), Money.usd("5.5")));
    assertThat(spend().total()).isEqualTo(Money.usd("5.5"));
  }

  @Test
  void M2_anEventInAnotherCurrencyIsCountedAndLeft() {
    store.accept(past.call(OLD, NOON, "support", SONNET, MILLION));
    PriceBook euros = new EuroBook(OLD);

    RepricingReport report = Repricing.of(store, FROM, TO, euros).apply(store, NOW);

    assertThat(report.count(Finding.OTHER_CURRENCY)).isEqualTo(1);
    assertThat(report.total().calls()).isZero();
    assertThat(adjustments()).isEmpty();
    assertThat(Spend.of(store, FROM, TO, euros.currency(), Breakdown.model()).otherCurrency())
        .isEqualTo(1);
  }

  @Test
  void M1_allThatDecidedThePriceThenDecidesItAgain() {
    List<PriceKey> asked = new ArrayList<>();
    List<Long> moments = new ArrayList<>();
    PriceBook watching =
        new PriceBook() {
          @Override
          public RateCard rates(PriceKey key, long atMillis) {
            asked.add(key);
            moments.add(atMillis);
            return OLD.rates(key, atMillis);
          }

          @Override
          public ModelLimits limits(Provider provider, String model) {
            return OLD.limits(provider, model);
          }

          @Override
          public Currency currency() {
            return OLD.currency();
          }

          @Override
          public String version() {
            return OLD.version();
          }
        };
    CallEvent call = past.call(OLD, NOON, "support", SONNET, MILLION);
    PriceAttributes attributes = PriceAttributes.of("quality", "hd");
    store.accept(
        new CallEvent(
            call.id(),
            past.paidBy(call.call(), "123456789012"),
            1,
            true,
            call.atMillis(),
            1,
            call.outcome().withServedTier(ServiceTier.FLEX).withAttributes(attributes),
            call.receipt(),
            call.provenance(),
            call.held(),
            call.booked(),
            List.of()));

    Repricing.of(store, FROM, TO, watching).report();

    assertThat(moments).containsExactly(NOON.toEpochMilli());
    assertThat(asked)
        .containsExactly(
            new PriceKey(
                PastEvents.target(SONNET),
                ServiceTier.FLEX,
                attributes,
                "123456789012",
                Tags.of("team", "support")));
  }

  @Test
  void M4_throughputThatWasBoughtBeforehandStaysFree() {
    String arn = "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abc123def456";
    store.accept(past.unresolved(NOON, arn, MILLION));

    RepricingReport first = Repricing.of(store, FROM, TO, CORRECTED).apply(store, NOW);
    RepricingReport again = Repricing.of(store, FROM, TO, CORRECTED).apply(store, NOW);

    assertThat(first.count(Finding.CHANGED)).isEqualTo(1);
    assertThat(again.count(Finding.UNCHANGED)).isEqualTo(1);
    assertThat(adjustments().get(0).receipt().total()).isEqualTo(Money.usd("0"));
  }

  @Test
  void aRunThatFailsHalfwayIsFinishedByTheNext() {
    for (int i = 0; i < 5; i++) {
      store.accept(past.call(OLD, NOON.plusSeconds(i), "support", SONNET, MILLION));
    }
    Repricing repricing = Repricing.of(store, FROM, TO, CORRECTED);

    assertThatThrownBy(
            () ->
                repricing.apply(
                    event -> {
                      if (event.at().equals(NOON.plusSeconds(3))) {
                        throw new IllegalStateException("disk full");
                      }
                      store.accept(event);
                    },
                    NOW))
        .hasMessage("disk full");
    RepricingReport rest = repricing.apply(store, NOW);

    assertThat(rest.count(Finding.CHANGED)).isEqualTo(2);
    assertThat(spend().total()).isEqualTo(Money.usd("10"));
  }

  @Test
  void adjustmentsAreMadeAsTheyAreAskedFor() {
    for (int i = 0; i < 5; i++) {
      store.accept(past.call(OLD, NOON.plusSeconds(i), "support", SONNET, MILLION));
    }

    try (Stream<AdjustmentEvent> due = Repricing.of(store, FROM, TO, CORRECTED).adjustments(NOW)) {
      assertThat(due.limit(2)).extracting(CostEvent::at).containsExactly(NOON, NOON.plusSeconds(1));
    }
  }

  @Test
  void aRangeThatEndsBeforeItBeginsIsRefused() {
    assertThatThrownBy(() -> Repricing.of(store, TO, FROM, OLD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("before it begins");
  }

  /** In Kolkata the day begins at 18:30 UTC; days that are cut there still add up to the range. */
  @Property(tries = 40)
  void R1_litellm29568_daysInAnyZoneAddUpToTheRangeBeforeAndAfter(@ForAll long seed) {
    ListedEvents events = new ListedEvents();
    PastEvents calls = new PastEvents();
    Random random = new Random(seed);
    ZoneId kolkata = ZoneId.of("Asia/Kolkata");
    Instant from = Instant.parse("2026-10-10T18:30:00Z");
    Instant to = Instant.parse("2026-10-15T18:30:00Z");
    for (int i = 0; i < 60; i++) {
      Instant at = from.plusMillis(random.nextInt(6 * 86_400_000) - 43_200_000L);
      Usage usage =
          Usage.of(Meter.INPUT, random.nextInt(100_000), Meter.OUTPUT, random.nextInt(9_999));
      events.accept(calls.call(OLD, at, "t" + i % 3, i % 5 == 0 ? HAIKU : SONNET, usage));
    }
    PriceBook both = book("2", model(SONNET, "2.9", "14.7") + "," + model(HAIKU, "1.03", "5"));
    List<ZoneId> zones = List.of(kolkata, ZoneOffset.UTC, ZoneId.of("America/Los_Angeles"));

    RepricingReport report =
        Repricing.of(events, from, to, both)
            .by(
                Breakdown.day(zones.get(0)),
                Breakdown.day(zones.get(1)),
                Breakdown.day(zones.get(2)),
                Breakdown.model(),
                Breakdown.tag("team"))
            .report();
    Money before = Spend.of(events, from, to, Money.USD, Breakdown.day(kolkata)).total();
    Repricing.of(events, from, to, both).apply(events, NOW);

    assertThat(report.total().before()).isEqualTo(before);
    for (Comparison table : report.comparisons()) {
      assertThat(sum(table.rows().values().stream().map(Change::before).toList()))
          .isEqualTo(report.total().before());
      assertThat(sum(table.rows().values().stream().map(Change::after).toList()))
          .isEqualTo(report.total().after());
    }
    for (ZoneId zone : zones) {
      Spend spend = Spend.of(events, from, to, Money.USD, Breakdown.day(zone));
      assertThat(spend.total()).isEqualTo(report.total().after());
      assertThat(sum(spend.rows().values())).isEqualTo(spend.total());
    }
    assertThat(Spend.of(events, from, to, Money.USD, Breakdown.day(kolkata)).rows())
        .hasSizeLessThanOrEqualTo(5);
    List<Money> days = new ArrayList<>();
    for (Instant day = from; day.isBefore(to); day = day.plusSeconds(86_400)) {
      days.add(
          Spend.of(events, day, day.plusSeconds(86_400), Money.USD, Breakdown.model()).total());
    }
    assertThat(sum(days)).isEqualTo(report.total().after());
  }

  private static Money sum(Iterable<Money> amounts) {
    Money sum = Money.zero(Money.USD);
    for (Money amount : amounts) {
      sum = sum.plus(amount);
    }
    return sum;
  }

  private Spend spend() {
    return Spend.of(store, FROM, TO, Money.USD, Breakdown.tag("team"));
  }

  private List<AdjustmentEvent> adjustments() {
    try (Stream<CostEvent> events = store.between(Instant.EPOCH, Instant.MAX)) {
      return events
          .filter(AdjustmentEvent.class::isInstance)
          .map(AdjustmentEvent.class::cast)
          .toList();
    }
  }
}
