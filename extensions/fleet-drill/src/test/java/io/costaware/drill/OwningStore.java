package io.costaware.drill;

import io.costaware.ledger.LostSlice;
import io.costaware.ledger.SliceGrant;
import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceReport;
import io.costaware.ledger.SliceStore;
import io.costaware.ledger.SliceTotals;
import java.math.BigInteger;
import java.util.List;

/** A store that closes the connections which it was given. */
record OwningStore(SliceStore store, Runnable closing) implements SliceStore {
  @Override
  public List<SliceGrant> exchange(String node, List<SliceReport> reports) {
    return store.exchange(node, reports);
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
    closing.run();
  }
}
