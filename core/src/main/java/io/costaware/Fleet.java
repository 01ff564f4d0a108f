package io.costaware;

import static java.util.Objects.requireNonNull;

import io.costaware.budget.Budget;
import io.costaware.ledger.SliceSettings;
import io.costaware.ledger.SliceStore;
import io.costaware.ledger.SlicedLedger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Currency;
import java.util.List;
import java.util.function.LongSupplier;

/** The store that the nodes of a fleet share, and which of them this is. */
record Fleet(SliceStore store, String node, SliceSettings settings) {
  Fleet {
    // Refuses what the ledger would refuse, where it is said.
    var unused = SlicedLedger.over(store, InstantSource.system(), System::nanoTime).node(node);
    requireNonNull(settings, "settings");
  }

  SlicedLedger ledger(
      List<Budget> budgets,
      Currency currency,
      Duration holdLifetime,
      long eventNode,
      InstantSource clock,
      LongSupplier nanos) {
    return SlicedLedger.over(store, clock, nanos)
        .budgets(budgets)
        .currency(currency)
        .node(node)
        .life(LostNodes.life(eventNode))
        .settings(settings)
        .holdLifetime(holdLifetime)
        .open();
  }
}
