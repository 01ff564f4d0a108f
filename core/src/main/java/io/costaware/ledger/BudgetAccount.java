package io.costaware.ledger;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.budget.BudgetRules;
import io.costaware.budget.BudgetSelector;
import io.costaware.budget.BudgetWindow;
import io.costaware.budget.TagCondition;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.Target;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A budget and the counter of its current window. Windows only go forward: a moment before the
 * current one counts in the current one.
 *
 * <p>Safe for use by many threads.
 */
final class BudgetAccount {
  private static final VarHandle CURRENT;

  static {
    try {
      CURRENT =
          MethodHandles.lookup().findVarHandle(BudgetAccount.class, "current", WindowCounter.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int place;
  private final String name;
  private final BudgetSelector selector;
  private final BudgetRules rules;
  private final Amount limit;
  private final LimitedQuantity quantity;
  private final Currency currency;
  private final BudgetWindow window;

  private volatile WindowCounter current;

  /**
   * Opens an account.
   *
   * @param place its place in the order in which budgets hold
   */
  BudgetAccount(
      int place, Budget budget, Amount limit, BudgetWindow window, Currency currency, long now) {
    this.place = place;
    this.name = budget.name();
    this.selector = budget.selector();
    this.rules = budget.rules();
    this.limit = limit;
    this.quantity = LimitedQuantity.of(limit);
    this.currency = currency;
    this.window = window;
    this.current = new WindowCounter(this, window.at(now));
  }

  /** The counter of the window that a moment lies in, or of a later one if that has begun. */
  WindowCounter at(long epochMillis) {
    WindowCounter counter = current;
    while (epochMillis >= counter.span().endMillis()) {
      WindowCounter next = new WindowCounter(this, window.at(epochMillis));
      counter = CURRENT.compareAndSet(this, counter, next) ? next : current;
    }
    return counter;
  }

  /** Whether the conditions but for the first so many, which an index has checked, are met. */
  boolean covers(Tags tags, @Nullable Target target, @Nullable Operation operation, int checked) {
    return selector.covers(tags, target, operation, checked);
  }

  BudgetRules rules() {
    return rules;
  }

  List<TagCondition> conditions() {
    return selector.conditions();
  }

  int place() {
    return place;
  }

  String name() {
    return name;
  }

  Amount limit() {
    return limit;
  }

  LimitedQuantity quantity() {
    return quantity;
  }

  Amount amount(BigDecimal count) {
    return quantity.amount(count, currency);
  }
}
