package io.costaware.ledger;

import io.costaware.budget.Coverage;
import io.costaware.budget.NearLimit;
import io.costaware.budget.OutputExpectation;
import io.costaware.budget.StreamRule;

/** The accounts of the budgets that cover a call, in the order in which they hold. */
final class CoveringBudgets implements Coverage {
  private final InMemoryLedger ledger;
  private final BudgetAccount[] accounts;

  CoveringBudgets(InMemoryLedger ledger, BudgetAccount[] accounts) {
    this.ledger = ledger;
    this.accounts = accounts;
  }

  boolean isOf(InMemoryLedger asked) {
    return ledger == asked;
  }

  WindowCounter[] at(long epochMillis) {
    WindowCounter[] counters = new WindowCounter[accounts.length];
    for (int i = 0; i < counters.length; i++) {
      counters[i] = accounts[i].at(epochMillis);
    }
    return counters;
  }

  @Override
  public boolean isEmpty() {
    return accounts.length == 0;
  }

  @Override
  public boolean limitsMoney() {
    for (BudgetAccount account : accounts) {
      if (account.quantity() == LimitedQuantity.MONEY) {
        return true;
      }
    }
    return false;
  }

  @Override
  public OutputExpectation output() {
    OutputExpectation all = OutputExpectation.NONE;
    for (BudgetAccount account : accounts) {
      if (account.quantity() != LimitedQuantity.REQUESTS) {
        all = all.and(account.rules().output());
      }
    }
    return all;
  }

  @Override
  public NearLimit nearLimit() {
    NearLimit all = NearLimit.REFUSE;
    for (BudgetAccount account : accounts) {
      all = all.and(account.rules().nearLimit());
    }
    return all;
  }

  @Override
  public StreamRule streams() {
    StreamRule strictest = StreamRule.EXTEND;
    for (BudgetAccount account : accounts) {
      StreamRule rule = account.rules().streams();
      strictest = rule.compareTo(strictest) > 0 ? rule : strictest;
    }
    return strictest;
  }
}
