package io.costaware.testkit.contract;

import io.costaware.budget.Budget;
import io.costaware.budget.BudgetLedger;
import io.costaware.ledger.InMemorySliceStore;
import io.costaware.ledger.SlicedLedger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Currency;
import java.util.List;

class SlicedLedgerTest extends BudgetLedgerContract {
  @Override
  protected BudgetLedger ledger(
      List<Budget> budgets, Currency currency, Duration holdLifetime, InstantSource clock) {
    return SlicedLedger.over(
            new InMemorySliceStore(InstantSource.system()), clock, System::nanoTime)
        .budgets(budgets)
        .currency(currency)
        .holdLifetime(holdLifetime)
        .open();
  }

  @Override
  protected void expireHolds(BudgetLedger ledger, long nowMillis) {
    ledger.sweep(nowMillis);
  }
}
