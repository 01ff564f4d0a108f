package io.costaware.ledger;

import java.math.BigInteger;
import java.util.List;

/** A store that can be out of reach, or lose its answers, or come back as it was before. */
final class UnreliableStore implements SliceStore {
  private InMemorySliceStore store;
  private boolean unreachable;
  private boolean answersLost;

  UnreliableStore(InMemorySliceStore store) {
    this.store = store;
  }

  void unreachable(boolean is) {
    unreachable = is;
  }

  void answersLost(boolean are) {
    answersLost = are;
  }

  InMemorySliceStore snapshot() {
    return store.copy();
  }

  void comeBackAs(InMemorySliceStore snapshot) {
    store = snapshot;
  }

  @Override
  public List<SliceGrant> exchange(String node, List<SliceReport> reports) {
    if (unreachable) {
      throw new SliceStoreException("The store is out of reach; mend it", null);
    }
    List<SliceGrant> grants = store.exchange(node, reports);
    if (answersLost) {
      throw new SliceStoreException("No answer in time; try again", null);
    }
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
  public void close() {}
}
