package io.costaware.call;

import io.costaware.admission.AdmissionPolicy;
import io.costaware.budget.Budget;
import io.costaware.budget.BudgetStatus;
import io.costaware.event.CallEvent;
import io.costaware.event.CostEvent;
import io.costaware.event.EventIds;
import io.costaware.event.RefusedEvent;
import io.costaware.ledger.InMemoryLedger;
import io.costaware.models.ModelRegistry;
import io.costaware.money.Money;
import io.costaware.pricing.PriceBook;
import io.costaware.pricing.UnknownPricePolicy;
import io.costaware.sink.EventSink;
import io.costaware.tags.TagEnricher;
import io.costaware.tags.TagRules;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import io.costaware.target.ServiceTier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;

/** A meter with everything settable, and what it told. */
final class MeterBench {
  static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  final List<CostEvent> events = new CopyOnWriteArrayList<>();
  final List<Budget> budgets = new ArrayList<>();
  final List<TagEnricher> enrichers = new ArrayList<>();
  final List<AdmissionPolicy> policies = new ArrayList<>();
  final ModelRegistry.Builder models = ModelRegistry.builder();
  TagRules rules = TagRules.none();
  UnknownPricePolicy unknownPrices = UnknownPricePolicy.refuseUnderBudget();
  EventSink sink = events::add;
  boolean observeOnly;
  PriceBook prices = new FixedPrices();
  Instant now = NOON;
  long nanos;
  LongSupplier ticker = () -> nanos;
  CallOrigin origin = CallOrigin.of(Provider.BEDROCK, "us-east-1", false);
  private InMemoryLedger ledger = ledger();

  private InMemoryLedger ledger() {
    return InMemoryLedger.of(budgets, Money.USD, Duration.ofHours(1), () -> now);
  }

  CallMeter meter() {
    ledger = ledger();
    return new CallMeter(
        new MeterSettings(
            rules,
            enrichers,
            models.build(),
            policies,
            prices,
            unknownPrices,
            ledger,
            sink,
            observeOnly,
            1_000,
            Duration.ofMinutes(10),
            () -> now,
            () -> ticker.getAsLong(),
            new EventIds(7)));
  }

  CallIntent intent(long inputTokens, long maxOutputTokens) {
    return intent(
        FixedPrices.MODEL, Tags.none(), CallIntent.Size.text(inputTokens, maxOutputTokens));
  }

  CallIntent intent(String model, Tags tags, CallIntent.Size size) {
    return new CallIntent(origin, Operation.CONVERSE, model, ServiceTier.STANDARD, tags, size);
  }

  InMemoryLedger usedLedger() {
    return ledger;
  }

  BudgetStatus status() {
    return ledger.status().get(0);
  }

  List<CallEvent> calls() {
    return events.stream().filter(CallEvent.class::isInstance).map(CallEvent.class::cast).toList();
  }

  List<RefusedEvent> refused() {
    return events.stream()
        .filter(RefusedEvent.class::isInstance)
        .map(RefusedEvent.class::cast)
        .toList();
  }
}
