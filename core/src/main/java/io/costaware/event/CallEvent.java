package io.costaware.event;

import io.costaware.budget.Demand;
import io.costaware.pricing.Receipt;
import java.util.List;

/**
 * One attempt of a call, from dispatch to end.
 *
 * <p>Immutable.
 *
 * @param id unique
 * @param call what all attempts of the call share
 * @param attempt 1 for the first; 0 if the call failed before anything was sent
 * @param attemptsKnown whether each attempt has its own event; if not, this one stands for all
 * @param atMillis milliseconds of the epoch at which it was dispatched; prices are as of then
 * @param latencyNanos nanoseconds from dispatch to end
 * @param outcome how it ended and what the provider reported
 * @param receipt the cost and how it follows
 * @param provenance how the figures were come by
 * @param held what the call held on its budgets
 * @param booked what this attempt took from its budgets: the cost, or its estimate
 * @param flags anything unusual, in words
 */
public record CallEvent(
    EventId id,
    CallFacts call,
    int attempt,
    boolean attemptsKnown,
    long atMillis,
    long latencyNanos,
    Outcome outcome,
    Receipt receipt,
    Provenance provenance,
    Demand held,
    Demand booked,
    List<String> flags)
    implements CostEvent {}
