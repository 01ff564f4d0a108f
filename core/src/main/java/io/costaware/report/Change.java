package io.costaware.report;

import io.costaware.money.Money;

/**
 * A row of a comparison.
 *
 * <p>Immutable.
 *
 * @param calls attempts that count in the row
 * @param before their cost before
 * @param after their cost after
 */
public record Change(long calls, Money before, Money after) {
  /** What it is dearer by, negative if it is cheaper. */
  public Money difference() {
    return after.minus(before);
  }

  /** For example {@code 3 calls, 0.3 USD before, 0.2 USD after}. */
  @Override
  public String toString() {
    return calls + " calls, " + before + " before, " + after + " after";
  }
}
