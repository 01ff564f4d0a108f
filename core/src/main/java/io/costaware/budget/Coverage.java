package io.costaware.budget;

import org.jspecify.annotations.Nullable;

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

  /** What is reckoned with if the call caps its output nowhere: what satisfies all budgets. */
  OutputExpectation output();

  /**
   * What a budget tries before it refuses the call; {@link NearLimit#REFUSE} if it does not cover
   * it. It is the budget without room that decides: another one's wish to wait is not its own.
   *
   * @param budget the budget's name
   */
  NearLimit nearLimit(String budget);

  /**
   * What is done if the call is a stream and grows past its hold: the strictest of all, those that
   * only warn left out.
   */
  StreamRule streams();

  /** The name of the budget whose rule for streams that is; null if it is no budget's. */
  @Nullable String streamsBudget();
}
