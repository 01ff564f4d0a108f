package io.costaware.budget;

/**
 * The budgets that cover one call; made by a {@link BudgetLedger} and given back to it.
 *
 * <p>Immutable.
 */
public interface Coverage {
  /** Whether no budget covers the call. */
  boolean isEmpty();

  /** Whether a budget in money covers it, so that an unknown price matters. */
  boolean limitsMoney();

  /**
   * The output tokens to reckon with for a call without a cap: the largest that a covering budget
   * names; 0 where none names one.
   */
  long defaultOutputTokens();
}
