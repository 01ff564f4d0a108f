package io.costaware.report;

import static io.costaware.report.PastEvents.HAIKU;
import static io.costaware.report.PastEvents.NOON;
import static io.costaware.report.PastEvents.SONNET;
import static io.costaware.report.PastEvents.book;
import static io.costaware.report.PastEvents.model;
import static io.costaware.report.PastEvents.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.budget.Demand;
import io.costaware.event.Outcome;
import io.costaware.money.Money;
import io.costaware.pricing.PriceBook;
import io.costaware.pricing.Receipt;
import io.costaware.target.ModelId;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhatIfTest {
  private static final Instant FROM = Instant.parse("2026-10-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2026-11-01T00:00:00Z");
  private static final PriceBook BOOK =
      book("1", model(SONNET, "3", "15") + "," + model(HAIKU, "1", "5"));
  private static final ModelId ON_HAIKU = ModelId.parse("bedrock:global." + HAIKU);

  private final ListedEvents store = new ListedEvents();
  private final PastEvents past = new PastEvents();

  @Test
  void theSameCallsOnAnotherModelAreComparedAndNothingIsWritten() {
    store.accept(past.call(BOOK, NOON, "support", SONNET, Usage.tokens(1_000_000, 100_000)));
    store.accept(past.call(BOOK, NOON, "lab", SONNET, Usage.tokens(2_000_000, 0)));
    List<String> lines = store.lines();

    WhatIfReport report =
        WhatIf.of(store, FROM, TO, BOOK).on(ON_HAIKU).by(Breakdown.tag("team")).report();

    assertThat(report.total()).isEqualTo(new Change(2, Money.usd("10.5"), Money.usd("3.5")));
    assertThat(report.comparisons().get(0).rows().get("support"))
        .isEqualTo(new Change(1, Money.usd("4.5"), Money.usd("1.5")));
    assertThat(report.total().difference()).isEqualTo(Money.usd("-7"));
    assertThat(report.toString()).contains("Same token counts assumed", "all on " + ON_HAIKU);
    assertThat(store.lines()).isEqualTo(lines);
  }

  @Test
  void aMeterThatTheOtherModelHasNoPriceForMakesALowerBoundAndIsSaid() {
    PriceBook both =
        book(
            "1",
            """
            {"provider": "bedrock", "model": "%s", "prices": [
              {"scope": "global", "rates": {"input": "3", "cache_read": "0.3"}}]},
            """
                    .formatted(SONNET)
                + model(HAIKU, "1", "5"));
    Usage cached = Usage.of(Meter.INPUT, 1_000_000, Meter.CACHE_READ, 1_000_000);
    store.accept(past.call(both, NOON, "support", SONNET, cached));

    WhatIfReport report = WhatIf.of(store, FROM, TO, both).on(ON_HAIKU).report();

    assertThat(report.partial()).isEqualTo(1);
    assertThat(report.total()).isEqualTo(new Change(1, Money.usd("3.3"), Money.usd("1")));
    assertThat(report.warnings()).singleElement().asString().contains("cache_read");
    assertThat(report.toString()).contains("A lower bound");
  }

  @Test
  void whatCannotBeComparedIsLeftOutOfBothSides() {
    Usage usage = Usage.tokens(1_000_000, 0);
    store.accept(past.free(NOON, "support"));
    store.accept(past.cut(BOOK, NOON, "support", SONNET, usage, Money.usd("4")));
    store.accept(past.call(BOOK, NOON, "support", target(SONNET), ServiceTier.PROVISIONED, usage));
    store.accept(past.unresolved(NOON, "nobody.knows-v1:0", usage));
    store.accept(past.call(BOOK, NOON, "support", HAIKU, usage));
    store.accept(past.call(BOOK, NOON, "support", SONNET, usage));

    WhatIfReport report =
        WhatIf.of(store, FROM, TO, BOOK)
            .going(
                "sonnet on a model without a price",
                target ->
                    target.model().equals(SONNET)
                        ? new Target(
                            target.provider(), "amazon.unheard-of", target.scope(), target.region())
                        : null)
            .report();

    assertThat(report.leftOut()).allSatisfy((why, count) -> assertThat(count).isEqualTo(1));
    assertThat(report.total().calls()).isZero();
    assertThat(report.leftOutSpend()).isEqualTo(Money.usd("8"));
    assertThat(report.warnings()).anyMatch(warning -> warning.contains("unheard-of"));
  }

  @Test
  void throughputBoughtByNameIsLeftOutWhateverTierTheAnswerNames() {
    Usage usage = Usage.tokens(1_000_000, 0);
    String arn = "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abc123def456";
    store.accept(
        past.event(
            NOON,
            past.facts("support", arn, null, ServiceTier.PROVISIONED),
            Outcome.measured(usage, RawUsage.none()).withServedTier(ServiceTier.STANDARD),
            Receipt.prepaid(ServiceTier.PROVISIONED, usage, Money.USD),
            Demand.of(Money.usd("0"), 1_000_000, 1)));

    WhatIfReport report = WhatIf.of(store, FROM, TO, BOOK).on(ON_HAIKU).report();

    assertThat(report.leftOut()).containsEntry(WhatIfReport.LeftOut.PREPAID, 1L);
  }

  @Test
  void itStartsFromTheFigureInForce() {
    store.accept(past.call(BOOK, NOON, "support", SONNET, Usage.tokens(1_000_000, 0)));
    PriceBook corrected = book("2", model(SONNET, "2", "10") + "," + model(HAIKU, "1", "5"));
    Repricing.of(store, FROM, TO, corrected).apply(store, TO);

    WhatIfReport report = WhatIf.of(store, FROM, TO, corrected).on(ON_HAIKU).report();

    assertThat(report.total()).isEqualTo(new Change(1, Money.usd("2"), Money.usd("1")));
  }

  @Test
  void fromOneCloudToTheOtherGlobalStaysGlobal() {
    PriceBook clouds =
        book(
            "1",
            model(SONNET, "3", "15")
                + """
                , {"provider": "vertex", "model": "gemini-2.5-flash", "prices": [
                  {"scope": "global", "rates": {"input": "0.30", "output": "2.50"}}]}
                """);
    store.accept(past.call(clouds, NOON, "support", SONNET, Usage.tokens(1_000_000, 0)));

    WhatIfReport report =
        WhatIf.of(store, FROM, TO, clouds).on(ModelId.parse("vertex:gemini-2.5-flash")).report();

    assertThat(report.total()).isEqualTo(new Change(1, Money.usd("3"), Money.usd("0.3")));
    assertThat(report.partial()).isZero();
  }
}
