package io.costaware.drill;

import io.costaware.ledger.LostSlice;
import io.costaware.ledger.SliceGrant;
import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceReport;
import io.costaware.ledger.SliceStore;
import io.costaware.ledger.SliceTotals;
import java.math.BigInteger;
import java.util.List;

/** A store, and each report to it and each answer in the journal. */
final class ToldStore implements SliceStore {
  private final SliceStore store;
  private final Journal journal;

  ToldStore(SliceStore store, Journal journal) {
    this.store = store;
    this.journal = journal;
  }

  @Override
  public List<SliceGrant> exchange(String node, List<SliceReport> reports) {
    // A ledger has one exchange under way at a time, so the moment tells which one it is.
    long sent = System.nanoTime();
    for (SliceReport report : reports) {
      journal.write(JournalLine.Reported.of(sent, node, report));
    }
    List<SliceGrant> grants = store.exchange(node, reports);
    journal.write(new JournalLine.Answered(System.nanoTime(), sent));
    return grants;
  }

  @Override
  public SliceTotals totals(SliceKey key) {
    return store.totals(key);
  }

  @Override
  public List<LostSlice> lost(SliceKey key) {
    return store.lost(key);
  }

  @Override
  public boolean reconcile(SliceKey key, String node, BigInteger actual) {
    return store.reconcile(key, node, actual);
  }

  @Override
  public void close() {
    store.close();
  }
}
