package io.costaware.pricing;

import io.costaware.target.Target;

/**
 * What happens to a call whose price is not known. It is never taken for zero.
 *
 * <p>Immutable.
 */
public sealed interface UnknownPricePolicy {
  /**
   * Refuse the call if a budget in money covers it, else let it pass and flag its event. This is
   * what applies when nothing is said.
   *
   * <p>Immutable.
   */
  record RefuseUnderBudget() implements UnknownPricePolicy {}

  /**
   * Refuse every such call.
   *
   * <p>Immutable.
   */
  record Refuse() implements UnknownPricePolicy {}

  /**
   * Let it pass and flag its event; budgets in money see nothing of it.
   *
   * <p>Immutable.
   */
  record Allow() implements UnknownPricePolicy {}

  /**
   * Take the prices of another target; budgets count with them and the event says so.
   *
   * <p>Immutable.
   *
   * @param like the target whose prices are assumed
   */
  record Assume(Target like) implements UnknownPricePolicy {}

  /** Refuse the call if a budget in money covers it. */
  static UnknownPricePolicy refuseUnderBudget() {
    return new RefuseUnderBudget();
  }

  /** Refuse every call without a price. */
  static UnknownPricePolicy refuse() {
    return new Refuse();
  }

  /** Let such calls pass, flagged. */
  static UnknownPricePolicy allow() {
    return new Allow();
  }

  /** Price such calls like another target, flagged. */
  static UnknownPricePolicy assume(Target like) {
    return new Assume(like);
  }
}
