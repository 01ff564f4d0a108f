package io.costaware.budget;

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
  public long defaultOutputTokens() {
    long most = 0;
    for (BudgetAccount account : accounts) {
      long named = account.defaultOutputTokens();
      if (named == 0 && account.quantity() != LimitedQuantity.REQUESTS) {
        return 0;
      }
      most = Math.max(most, named);
    }
    return most;
  }
}
