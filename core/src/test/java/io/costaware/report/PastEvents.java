package io.costaware.report;

import io.costaware.budget.Demand;
import io.costaware.event.CallEvent;
import io.costaware.event.CallFacts;
import io.costaware.event.CallResult;
import io.costaware.event.EventIds;
import io.costaware.event.HoldBasis;
import io.costaware.event.Outcome;
import io.costaware.event.Provenance;
import io.costaware.money.Money;
import io.costaware.pricing.PriceBook;
import io.costaware.pricing.PriceSheet;
import io.costaware.pricing.Receipt;
import io.costaware.pricing.SheetPriceBook;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import io.costaware.target.RoutingScope;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes events of calls as the metered call would, and books to price them with. */
final class PastEvents {
  static final String SONNET = "anthropic.claude-sonnet-4-6";
  static final String HAIKU = "anthropic.claude-haiku-4-5-20251001-v1:0";
  static final Instant NOON = Instant.parse("2026-10-15T12:00:00Z");

  private final EventIds ids = new EventIds(77);

  /** A book whose prices per million tokens of both models are given as JSON of their rows. */
  static PriceBook book(String version, String models) {
    String sheet =
        """
        {"name": "test", "version": "%s", "currency": "USD", "models": [%s]}
        """
            .formatted(version, models);
    try {
      return SheetPriceBook.of(
          PriceSheet.read(new ByteArrayInputStream(sheet.getBytes(StandardCharsets.UTF_8))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A model on Bedrock with global prices for a million input and output tokens. */
  static String model(String model, String input, String output) {
    return """
        {"provider": "bedrock", "model": "%s", "prices": [
          {"scope": "global", "rates": {"input": "%s", "output": "%s"}}]}
        """
        .formatted(model, input, output);
  }

  static Target target(String model) {
    return new Target(Provider.BEDROCK, model, RoutingScope.GLOBAL, "eu-central-1");
  }

  /** A measured call, priced with a book. */
  CallEvent call(PriceBook book, Instant at, String team, String model, Usage usage) {
    return call(book, at, team, target(model), ServiceTier.STANDARD, usage);
  }

  CallEvent call(
      PriceBook book, Instant at, String team, Target target, ServiceTier tier, Usage usage) {
    Receipt receipt = book.rates(target, tier, at.toEpochMilli()).price(usage);
    return event(at, team, target, tier, Outcome.measured(usage, RawUsage.none()), receipt);
  }

  /** A call whose name led to nothing. */
  CallEvent unresolved(Instant at, String sentModel, Usage usage) {
    Receipt receipt =
        Receipt.unpriced(null, ServiceTier.STANDARD, usage, Money.USD, "no price is known");
    return event(
        at,
        facts("support", sentModel, null, ServiceTier.STANDARD),
        Outcome.measured(usage, RawUsage.none()),
        receipt,
        Demand.costUnknown(Money.USD, usage.totalTokens(), 1));
  }

  /** A stream that was cut; it is booked at an estimate. */
  CallEvent cut(PriceBook book, Instant at, String team, String model, Usage known, Money booked) {
    Receipt receipt =
        book.rates(target(model), ServiceTier.STANDARD, at.toEpochMilli()).price(known).asPartial();
    return event(
        at,
        facts(team, model, target(model), ServiceTier.STANDARD),
        Outcome.partlyMeasured(CallResult.CANCELLED, known, RawUsage.none(), "estimated"),
        receipt,
        Demand.of(booked, known.totalTokens(), 1));
  }

  /** A call that failed before inference. */
  CallEvent free(Instant at, String team) {
    return event(
        at,
        team,
        target(SONNET),
        ServiceTier.STANDARD,
        Outcome.free(CallResult.FAILED),
        Receipt.zero(target(SONNET), ServiceTier.STANDARD, Money.USD));
  }

  private CallEvent event(
      Instant at, String team, Target target, ServiceTier tier, Outcome outcome, Receipt receipt) {
    Demand booked =
        receipt.total() == null
            ? Demand.costUnknown(receipt.currency(), receipt.usage().totalTokens(), 1)
            : Demand.of(receipt.knownTotal(), receipt.usage().totalTokens(), 1);
    return event(at, facts(team, target.model(), target, tier), outcome, receipt, booked);
  }

  CallEvent event(Instant at, CallFacts facts, Outcome outcome, Receipt receipt, Demand booked) {
    return new CallEvent(
        ids.next(),
        facts,
        1,
        true,
        at.toEpochMilli(),
        1_000_000,
        outcome,
        receipt,
        Provenance.MEASURED,
        booked,
        booked,
        List.of());
  }

  /** The same facts of a call that somebody is known to pay for. */
  CallFacts paidBy(CallFacts call, String account) {
    return new CallFacts(
        call.operationId(),
        call.operation(),
        call.requestedModel(),
        call.sentModel(),
        call.target(),
        call.requestedTier(),
        call.tags(),
        call.basis(),
        call.decisions(),
        call.unrefused(),
        account);
  }

  CallFacts facts(String team, String sentModel, @Nullable Target target, ServiceTier tier) {
    return new CallFacts(
        ids.next(),
        Operation.CONVERSE,
        sentModel,
        sentModel,
        target,
        tier,
        Tags.of("team", team),
        new HoldBasis(1, "counted", 1, HoldBasis.OutputCap.REQUEST, 1, false),
        List.of(),
        null);
  }
}
