package io.costaware.ledger;

import io.costaware.budget.Budget;
import io.costaware.budget.Demand;
import io.costaware.budget.Shortfall;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Budgets of one JVM, kept in memory: figures begin at zero, or at what {@link #restore} books.
 *
 * <p>A hold that nobody ends is ended by {@link #sweep}, which somebody must call now and then.
 *
 * <p>Safe for use by many threads.
 */
public final class InMemoryLedger extends CountingLedger {
  /** How long a hold lasts that nobody ends, unless another time is given. */
  public static final Duration DEFAULT_HOLD_LIFETIME = Duration.ofHours(1);

  private InMemoryLedger(
      List<Budget> budgets, Currency currency, Duration holdLifetime, InstantSource clock) {
    super(budgets, currency, holdLifetime, clock, null);
  }

  /**
   * A ledger whose holds last {@link #DEFAULT_HOLD_LIFETIME}.
   *
   * @see #of(List, Currency, Duration, InstantSource)
   */
  public static InMemoryLedger of(List<Budget> budgets, Currency currency, InstantSource clock) {
    return new InMemoryLedger(budgets, currency, DEFAULT_HOLD_LIFETIME, clock);
  }

  /**
   * A ledger.
   *
   * @param budgets each with a limit, a window and a name of its own; they hold in this order
   * @param currency of all limits in money and of all demands
   * @param holdLifetime from a millisecond to 366 days; counts from the moment of the hold,
   *     extensions do not prolong it
   * @param clock says which windows are current when it is not said with a call
   * @throws IllegalArgumentException if a budget is incomplete, in another currency or bears the
   *     name of another one, or the lifetime is out of range
   */
  public static InMemoryLedger of(
      List<Budget> budgets, Currency currency, Duration holdLifetime, InstantSource clock) {
    return new InMemoryLedger(budgets, currency, holdLifetime, clock);
  }

  @Override
  @Nullable Shortfall lacking(
      WindowCounter lacking, WindowCounter[] counters, Demand demand, long atMillis, int tried) {
    // Null where somebody has given back in between, so that another try is worth it.
    return lacking.shortfall(demand, atMillis);
  }

  /** Does nothing: a ledger in memory has nothing to free. */
  @Override
  public void close() {}
}
