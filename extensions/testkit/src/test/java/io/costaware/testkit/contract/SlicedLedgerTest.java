package io.costaware.testkit.contract;

import io.costaware.budget.Budget;
import io.costaware.budget.BudgetLedger;
import io.costaware.ledger.InMemorySliceStore;
import io.costaware.ledger.SliceSettings;
import io.costaware.ledger.SlicedLedger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Currency;
import java.util.List;

class SlicedLedgerTest extends BudgetLedgerContract {
  private static final Duration LEASE = Duration.ofSeconds(2);

  @Override
  protected BudgetLedger ledger(
      List<Budget> budgets, Currency currency, Duration holdLifetime, InstantSource clock) {
    return SlicedLedger.over(
            new InMemorySliceStore(InstantSource.system()), clock, System::nanoTime)
        .budgets(budgets)
        .currency(currency)
        .holdLifetime(holdLifetime)
        .settings(SliceSettings.USUAL.withLease(LEASE))
        .open();
  }

  @Override
  protected void reportAll(BudgetLedger ledger) {
    SlicedLedger sliced = (SlicedLedger) ledger;
    // A slice whose window is over is told about, and then falls asleep.
    while (sliced.nextBeatNanos() - System.nanoTime() < LEASE.toNanos() - 100_000_000L) {
      sliced.beat();
      Thread.onSpinWait();
    }
  }

  @Override
  protected void expireHolds(BudgetLedger ledger, long nowMillis) {
    ledger.sweep(nowMillis);
  }
}
