package io.costaware.call;

import static java.util.Objects.requireNonNull;

import io.costaware.admission.AdmissionPolicy;
import io.costaware.budget.BudgetLedger;
import io.costaware.event.EventIds;
import io.costaware.models.ModelRegistry;
import io.costaware.pricing.PriceBook;
import io.costaware.pricing.UnknownPricePolicy;
import io.costaware.sink.EventSink;
import io.costaware.tags.TagEnricher;
import io.costaware.tags.TagRules;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * All that a meter works with.
 *
 * <p>Immutable.
 *
 * @param tagRules what tags a call must have
 * @param enrichers where tags come from beside the caller
 * @param models aliases
 * @param policies asked before each call, in this order
 * @param prices the price book
 * @param unknownPrices what happens where it has no price
 * @param ledger the budgets
 * @param sink where events go; must not block
 * @param observeOnly whether nothing is refused and events say what would have been
 * @param expectedOutputTokens what an answer without a cap is reckoned to be when it is cut and
 *     nothing else is known, at least 1
 * @param idleLimit how long a stream may be silent before it counts as ended
 * @param clock the moments
 * @param nanos the durations, in nanoseconds
 * @param ids the identities
 */
public record MeterSettings(
    TagRules tagRules,
    List<TagEnricher> enrichers,
    ModelRegistry models,
    List<AdmissionPolicy> policies,
    PriceBook prices,
    UnknownPricePolicy unknownPrices,
    BudgetLedger ledger,
    EventSink sink,
    boolean observeOnly,
    long expectedOutputTokens,
    Duration idleLimit,
    InstantSource clock,
    LongSupplier nanos,
    EventIds ids) {
  /** Refuses nulls and nonsense. */
  public MeterSettings {
    requireNonNull(tagRules, "tagRules");
    enrichers = List.copyOf(enrichers);
    requireNonNull(models, "models");
    policies = List.copyOf(policies);
    requireNonNull(prices, "prices");
    requireNonNull(unknownPrices, "unknownPrices");
    requireNonNull(ledger, "ledger");
    requireNonNull(sink, "sink");
    requireNonNull(clock, "clock");
    requireNonNull(nanos, "nanos");
    requireNonNull(ids, "ids");
    if (expectedOutputTokens < 1) {
      throw new IllegalArgumentException(
          "expectedOutputTokens is " + expectedOutputTokens + "; use at least 1");
    }
    if (idleLimit.isNegative() || idleLimit.isZero()) {
      throw new IllegalArgumentException(
          "The idle limit is " + idleLimit + "; use a time above zero such as ten minutes");
    }
  }
}
