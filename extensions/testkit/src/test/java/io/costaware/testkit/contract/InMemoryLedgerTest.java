package io.costaware.testkit.contract;

import io.costaware.budget.Budget;
import io.costaware.budget.BudgetLedger;
import io.costaware.ledger.InMemoryLedger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Currency;
import java.util.List;

class InMemoryLedgerTest extends BudgetLedgerContract {
  @Override
  protected BudgetLedger ledger(
      List<Budget> budgets, Currency currency, Duration holdLifetime, InstantSource clock) {
    return InMemoryLedger.of(budgets, currency, holdLifetime, clock);
  }

  @Override
  protected void expireHolds(BudgetLedger ledger, long nowMillis) {
    ((InMemoryLedger) ledger).expire(nowMillis);
  }
}
