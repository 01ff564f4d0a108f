package io.costaware.testkit.contract;

import io.costaware.budget.Amount;
import io.costaware.budget.Demand;
import io.costaware.budget.Shortfall;
import io.costaware.event.AdjustmentEvent;
import io.costaware.event.CallEvent;
import io.costaware.event.CallFacts;
import io.costaware.event.CallResult;
import io.costaware.event.CostEvent;
import io.costaware.event.EventId;
import io.costaware.event.EventIds;
import io.costaware.event.Figure;
import io.costaware.event.HoldBasis;
import io.costaware.event.Outcome;
import io.costaware.event.Provenance;
import io.costaware.event.Refusal;
import io.costaware.event.RefusedEvent;
import io.costaware.money.Money;
import io.costaware.pricing.Confidence;
import io.costaware.pricing.Price;
import io.costaware.pricing.RateCard;
import io.costaware.pricing.Receipt;
import io.costaware.tags.TagViolation;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import io.costaware.target.RoutingScope;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events to test sinks and stores with: made up, and like real ones in every fact.
 *
 * <p>Safe for use by many threads.
 */
public final class SampleEvents {
  private static final Target TARGET =
      new Target(
          Provider.BEDROCK, "anthropic.claude-sonnet-4-6", RoutingScope.GLOBAL, "eu-central-1");
  private static final RateCard CARD = card("sample-sheet", "0.000003", "0.000015");
  private static final RateCard CORRECTED = card("corrected-sheet", "0.000002", "0.00001");

  private final EventIds ids;

  /**
   * A source of events.
   *
   * @param node tells the ids of this source from those of others
   */
  public SampleEvents(long node) {
    this.ids = new EventIds(node);
  }

  /** A call that succeeded and was priced: 0.01455 USD. */
  public CallEvent call(Instant at) {
    Usage usage = Usage.tokens(350, 900);
    RawUsage raw = RawUsage.builder().put("inputTokens", 350).put("outputTokens", 900).build();
    return event(at, Outcome.measured(usage, raw), CARD.price(usage), Provenance.MEASURED);
  }

  /** A call that failed before it cost anything. */
  public CallEvent failedCall(Instant at) {
    return event(
        at,
        Outcome.free(CallResult.FAILED).withError("ThrottlingException 429"),
        Receipt.zero(TARGET, ServiceTier.STANDARD, Money.USD),
        Provenance.MEASURED);
  }

  /** A call whose stream was cut. */
  public CallEvent cutCall(Instant at) {
    Usage known = Usage.tokens(350, 0);
    return event(
        at,
        Outcome.partlyMeasured(
            CallResult.CANCELLED, known, RawUsage.none(), "output from the text that arrived"),
        CARD.price(known).asPartial(),
        Provenance.ESTIMATED);
  }

  /** A call that a budget refused. */
  public RefusedEvent overBudget(Instant at) {
    return refused(
        at,
        new Refusal.OfBudget(
            new Shortfall(
                Shortfall.Cause.EXHAUSTED,
                "support",
                "",
                "day from 2026-11-21 in UTC",
                new Amount.OfMoney(Money.usd("10")),
                new Amount.OfMoney(Money.usd("9.5")),
                new Amount.OfMoney(Money.usd("0.49")),
                new Amount.OfMoney(Money.usd("0.05055")),
                Instant.parse("2026-11-22T00:00:00Z"),
                false)));
  }

  /** A call refused for its tags. */
  public RefusedEvent untagged(Instant at) {
    return refused(
        at,
        new Refusal.OfTags(
            List.of(new TagViolation("team", null, "Tag 'team' is missing; set it"))));
  }

  /** A call's cost, reckoned anew a month later at two thirds of its price. */
  public AdjustmentEvent adjustment(CallEvent call) {
    return new AdjustmentEvent(
        AdjustmentEvent.idOf(call.id(), 1),
        call.id(),
        call.call(),
        1,
        call.atMillis(),
        call.at().plus(Duration.ofDays(30)).toEpochMilli(),
        "the sheet was wrong",
        "corrected-sheet",
        Figure.of(call),
        CORRECTED.price(call.outcome().usage()));
  }

  /** One event of each sort, all at one moment. */
  public List<CostEvent> oneOfEach(Instant at) {
    CallEvent call = call(at);
    return List.of(
        call, failedCall(at), cutCall(at), overBudget(at), untagged(at), adjustment(call));
  }

  private RefusedEvent refused(Instant at, Refusal refusal) {
    return new RefusedEvent(ids.next(), facts(ids.next(), null), at.toEpochMilli(), refusal);
  }

  private CallEvent event(Instant at, Outcome outcome, Receipt receipt, Provenance provenance) {
    Demand booked = Demand.of(receipt.knownTotal(), outcome.usage().totalTokens(), 1);
    return new CallEvent(
        ids.next(),
        facts(ids.next(), TARGET),
        1,
        true,
        at.toEpochMilli(),
        812_000_000,
        outcome,
        receipt,
        provenance,
        Demand.of(Money.usd("0.05"), 4_000, 1),
        booked,
        List.of());
  }

  private static CallFacts facts(EventId operation, @Nullable Target target) {
    return new CallFacts(
        operation,
        Operation.CONVERSE,
        "smart",
        "global.anthropic.claude-sonnet-4-6",
        target,
        ServiceTier.STANDARD,
        Tags.of("team", "support", "app", "chat"),
        new HoldBasis(400, "estimated", 3_600, HoldBasis.OutputCap.REQUEST, 1, false),
        List.of(),
        null);
  }

  private static RateCard card(String version, String input, String output) {
    return RateCard.builder(TARGET, ServiceTier.STANDARD, Money.USD, version)
        .add(price(version, Meter.INPUT, input))
        .add(price(version, Meter.OUTPUT, output))
        .build();
  }

  private static Price.Known price(String version, Meter meter, String perToken) {
    return new Price.Known(
        meter,
        Money.usd(perToken),
        "standard, global, any",
        "made up",
        version,
        Instant.parse("2026-01-01T00:00:00Z"),
        null,
        Confidence.HIGH);
  }
}
