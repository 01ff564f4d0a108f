package io.costaware.budget;

import io.costaware.tags.Tags;
import io.costaware.target.Provider;
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
  private final List<TagCondition> conditions;
  private final @Nullable Provider provider;
  private final @Nullable String model;
  private final Amount limit;
  private final LimitedQuantity quantity;
  private final Currency currency;
  private final BudgetWindow window;
  private final long defaultOutputTokens;

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
    this.conditions = budget.conditions();
    this.provider = budget.provider();
    this.model = budget.model();
    this.limit = limit;
    this.quantity = LimitedQuantity.of(limit);
    this.currency = currency;
    this.window = window;
    this.defaultOutputTokens = budget.defaultOutputTokens();
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
  boolean covers(Tags tags, @Nullable Target target, int checked) {
    for (int i = checked; i < conditions.size(); i++) {
      if (!conditions.get(i).holdsFor(tags)) {
        return false;
      }
    }
    if (provider == null && model == null) {
      return true;
    }
    return target != null
        && (provider == null || provider == target.provider())
        && (model == null || model.equals(target.model()));
  }

  List<TagCondition> conditions() {
    return conditions;
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

  long defaultOutputTokens() {
    return defaultOutputTokens;
  }

  Amount amount(BigDecimal count) {
    return quantity.amount(count, currency);
  }
}
