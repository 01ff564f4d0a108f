package io.costaware.cli.simulate;

import io.costaware.ledger.LostSlice;
import io.costaware.ledger.SliceGrant;
import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceReport;
import io.costaware.ledger.SliceStore;
import io.costaware.ledger.SliceStoreException;
import io.costaware.ledger.SliceTotals;
import java.math.BigInteger;
import java.util.List;

/**
 * The way of one process to the store: takes time, can be cut, and counts trips. The process's own
 * nanoseconds are kept here, because a trip moves them.
 *
 * <p>For use by one thread.
 */
final class Link implements SliceStore {
  private final SliceStore store;
  private final VirtualTime time;
  private final Bound.OfProcess bound;
  private final long latencyNanos;
  private final long timeoutNanos;
  private long nanos;
  private long trips;
  private long leaseEndsMillis = Long.MAX_VALUE;
  private boolean cut;
  private boolean losesAnswer;

  Link(
      SliceStore store,
      VirtualTime time,
      Bound.OfProcess bound,
      long latencyNanos,
      long timeoutNanos) {
    this.store = store;
    this.time = time;
    this.bound = bound;
    this.latencyNanos = latencyNanos;
    this.timeoutNanos = timeoutNanos;
    this.nanos = time.nanos();
  }

  /** What the process does next, it does now. */
  void begin() {
    nanos = time.nanos();
  }

  /** The process's nanoseconds: now, and later than that once it has waited for the store. */
  long nanos() {
    return nanos;
  }

  long trips() {
    return trips;
  }

  /** The store is out of reach; the first report may still arrive, and only its answer be lost. */
  void cut(boolean answerOnly) {
    cut = true;
    losesAnswer = answerOnly;
  }

  void rejoin() {
    cut = false;
  }

  /** Notes what is lost if the store has ended the lease. */
  void endLeaseIfOver() {
    if (leaseEndsMillis <= time.millis()) {
      bound.lost();
      leaseEndsMillis = Long.MAX_VALUE;
    }
  }

  @Override
  public List<SliceGrant> exchange(String node, List<SliceReport> reports) {
    trips++;
    if (cut) {
      if (losesAnswer) {
        losesAnswer = false;
        var unused = apply(node, reports);
      }
      nanos += timeoutNanos;
      throw new SliceStoreException("The store did not answer in time", null);
    }
    List<SliceGrant> grants = apply(node, reports);
    nanos += latencyNanos;
    return grants;
  }

  private List<SliceGrant> apply(String node, List<SliceReport> reports) {
    endLeaseIfOver();
    List<SliceGrant> grants = store.exchange(node, reports);
    bound.reported();
    leaseEndsMillis = time.millis() + reports.get(0).leaseMillis();
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
