package io.costaware.budget;

/**
 * What is held for one call until it ends; made by a {@link BudgetLedger} and given back to it.
 *
 * <p>Safe for use by many threads.
 */
public interface Hold {
  /** All that is held, extensions included. */
  Demand demand();
}
