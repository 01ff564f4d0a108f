package io.costaware.ledger;

import static java.util.Objects.requireNonNull;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.budget.BudgetMode;
import io.costaware.budget.BudgetRules;
import io.costaware.budget.BudgetSelector;
import io.costaware.budget.Raise;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/**
 * What a budget asks for now: all of it that may change while it keeps its counts.
 *
 * <p>Immutable.
 */
final class BudgetTerms {
  private final int place;
  private final BudgetSelector selector;
  private final BudgetRules rules;
  private final Limit[] limits;
  private final long[] untilMillis;
  private final boolean enforced;

  /**
   * Terms.
   *
   * @param place the budget's place in the order in which budgets hold
   */
  BudgetTerms(int place, Budget budget) {
    this.place = place;
    this.selector = budget.selector();
    this.rules = budget.rules();
    this.enforced = rules.mode() == BudgetMode.ENFORCE;
    BigDecimal usual = LimitedQuantity.exact(requireNonNull(budget.limit(), "limit"));
    long[] ends =
        rules.raises().stream().mapToLong(raise -> raise.until().toEpochMilli()).sorted().toArray();
    this.untilMillis = Arrays.stream(ends).distinct().toArray();
    this.limits = new Limit[untilMillis.length + 1];
    for (int i = 0; i < untilMillis.length; i++) {
      limits[i] = new Limit(usual.add(raisedUntil(untilMillis[i], rules.raises())));
    }
    limits[untilMillis.length] = new Limit(usual);
  }

  /** The sum of what is raised at least until then. */
  private static BigDecimal raisedUntil(long endMillis, List<Raise> raises) {
    return raises.stream()
        .filter(raise -> raise.until().toEpochMilli() >= endMillis)
        .map(raise -> LimitedQuantity.exact(raise.by()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  int place() {
    return place;
  }

  BudgetSelector selector() {
    return selector;
  }

  BudgetRules rules() {
    return rules;
  }

  /** Whether what does not fit is refused, and nothing else. */
  boolean enforced() {
    return enforced;
  }

  /** Whether the limit depends on the moment. */
  boolean isRaised() {
    return untilMillis.length > 0;
  }

  /** The limit at a moment, raises included. */
  Limit limitAt(long epochMillis) {
    int i = 0;
    while (i < untilMillis.length && untilMillis[i] <= epochMillis) {
      i++;
    }
    return limits[i];
  }

  /** The same as an amount. */
  Amount amountAt(long epochMillis, KeptBudget budget) {
    return budget.amount(limitAt(epochMillis).exact());
  }
}
