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
   * The output tokens to reckon with for a call without a cap: the largest that the covering
   * budgets name. 0 where a budget in money or tokens names none, because it is promised that its
   * limit holds for all that the model can write.
   */
  long defaultOutputTokens();
}
