package io.costaware.ledger;

import io.costaware.budget.BudgetStatus;
import io.costaware.budget.BudgetWindow;
import io.costaware.budget.Demand;
import io.costaware.budget.Shortfall;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One budget in one window. Lives as long as the window is the current one or a hold that it
 * admitted is open.
 *
 * <p>Safe for use by many threads.
 */
final class WindowCounter {
  private final BudgetAccount account;
  private final BudgetWindow.Span span;
  private final ExactCounter counter;

  WindowCounter(BudgetAccount account, BudgetWindow.Span span) {
    this.account = account;
    this.span = span;
    this.counter = new ExactCounter(account.quantity(), LimitedQuantity.exact(account.limit()));
  }

  BudgetWindow.Span span() {
    return span;
  }

  boolean hasRoom(Demand demand) {
    return !account.quantity().isKnownIn(demand) || counter.hasRoom(demand);
  }

  boolean tryHold(Demand demand) {
    return !account.quantity().isKnownIn(demand) || counter.tryHold(demand);
  }

  void hold(Demand demand) {
    counter.hold(demand);
  }

  void giveBack(Demand held) {
    counter.giveBack(held);
  }

  void settle(@Nullable Demand held, Demand actual) {
    counter.settle(held, actual);
  }

  /** Why the demand does not fit, or null if by now it does. */
  @Nullable Shortfall shortfall(Demand demand) {
    Standing now = counter.standing();
    BigDecimal asked = account.quantity().exact(demand);
    if (now.committed().add(asked).compareTo(LimitedQuantity.exact(account.limit())) <= 0) {
      return null;
    }
    return new Shortfall(
        Shortfall.Cause.EXHAUSTED,
        account.name(),
        "",
        span.words(),
        account.limit(),
        account.amount(now.settled()),
        account.amount(now.held()),
        account.amount(asked),
        span.resetsAt());
  }

  BudgetStatus status() {
    Standing now = counter.standing();
    return new BudgetStatus(
        account.name(),
        "",
        account.rules().mode(),
        span.words(),
        account.limit(),
        account.amount(now.settled()),
        account.amount(now.held()),
        List.of(),
        span.resetsAt());
  }
}
