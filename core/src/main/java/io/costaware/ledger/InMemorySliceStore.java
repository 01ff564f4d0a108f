package io.costaware.ledger;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory, for the nodes of one process: for simulations, and for tests of code that uses
 * a {@link SlicedLedger}. It is also the plainest reading of what a store must do.
 *
 * <p>Safe for use by many threads.
 */
public final class InMemorySliceStore implements SliceStore {
  /** One counter: the sums, the records, and the order in which leases run out. */
  private static final class Counter {
    private SliceTotals totals = SliceTotals.NOTHING;
    private final Map<String, SliceRecord> records = new HashMap<>();
    private final TreeSet<Due> due = new TreeSet<>();

    Counter copy() {
      Counter copy = new Counter();
      copy.totals = totals;
      copy.records.putAll(records);
      copy.due.addAll(due);
      return copy;
    }

    void endOverdue(long now) {
      while (!due.isEmpty() && due.first().atMillis() <= now) {
        String node = due.first().node();
        SliceRecord record = records.get(node);
        if (record == null) {
          throw new IllegalStateException("A lease without a record: " + node);
        }
        put(record, record.expired());
      }
    }

    void put(@Nullable SliceRecord before, SliceRecord after) {
      totals = totals.replacing(before, after);
      if (before != null && before.live()) {
        due.remove(new Due(before.expiresAtMillis(), before.node()));
      }
      if (after.live()) {
        due.add(new Due(after.expiresAtMillis(), after.node()));
      }
      records.put(after.node(), after);
    }
  }

  private record Due(long atMillis, String node) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(atMillis, other.atMillis);
      return byTime != 0 ? byTime : node.compareTo(other.node);
    }
  }

  private final InstantSource clock;
  private final Map<SliceKey, Counter> counters = new HashMap<>();
  private long exchanges;
  private long longestLeaseMillis;
  private long recoveringUntilMillis = Long.MIN_VALUE;

  /** An empty store. */
  public InMemorySliceStore(InstantSource clock) {
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * A store that holds what this one holds now; for tests of a store that comes back with an old
   * state.
   */
  public synchronized InMemorySliceStore copy() {
    InMemorySliceStore copy = new InMemorySliceStore(clock);
    counters.forEach((key, counter) -> copy.counters.put(key, counter.copy()));
    copy.longestLeaseMillis = longestLeaseMillis;
    copy.recoveringUntilMillis = recoveringUntilMillis;
    return copy;
  }

  /** Grants nothing for the longest lease there was: for a store that may have lost data. */
  public synchronized void recover() {
    recoveringUntilMillis = clock.millis() + longestLeaseMillis;
  }

  @Override
  public synchronized List<SliceGrant> exchange(String node, List<SliceReport> reports) {
    requireNonNull(node, "node");
    long now = clock.millis();
    List<SliceGrant> grants = new ArrayList<>(reports.size());
    for (SliceReport report : reports) {
      grants.add(exchange(node, report, now));
    }
    if (++exchanges % 1024 == 0) {
      forgetEnded(now);
    }
    return grants;
  }

  private SliceGrant exchange(String node, SliceReport report, long now) {
    Counter counter = counters.computeIfAbsent(report.key(), key -> new Counter());
    counter.endOverdue(now);
    BigInteger earlier = BigInteger.ZERO;
    BigInteger earlierSettled = BigInteger.ZERO;
    for (SliceKey key : report.earlier()) {
      Counter before = counters.get(key);
      if (before != null) {
        before.endOverdue(now);
        earlier = earlier.add(before.totals.reserved());
        earlierSettled = earlierSettled.add(before.totals.settled());
      }
    }
    longestLeaseMillis = Math.max(longestLeaseMillis, report.leaseMillis());
    SliceRecord own = counter.records.get(node);
    SliceRules.Decision decision =
        SliceRules.apply(
            counter.totals,
            earlier,
            earlierSettled,
            own,
            node,
            report,
            now,
            now < recoveringUntilMillis);
    if (decision.regressed() && now >= recoveringUntilMillis) {
      recoveringUntilMillis = now + longestLeaseMillis;
    }
    if (!decision.record().equals(own)) {
      counter.put(own, decision.record());
    }
    return decision.grant();
  }

  private void forgetEnded(long now) {
    long keptFrom = now - KEPT_AFTER_END.toMillis();
    counters.keySet().removeIf(key -> key.endMillis() <= keptFrom);
  }

  @Override
  public synchronized SliceTotals totals(SliceKey key) {
    Counter counter = counters.get(key);
    if (counter == null) {
      return SliceTotals.NOTHING;
    }
    counter.endOverdue(clock.millis());
    return counter.totals;
  }

  @Override
  public synchronized List<LostSlice> lost(SliceKey key) {
    Counter counter = counters.get(key);
    if (counter == null) {
      return List.of();
    }
    counter.endOverdue(clock.millis());
    return counter.records.values().stream()
        .filter(record -> !record.live() && record.held().signum() > 0)
        .map(record -> new LostSlice(key, record.node(), record.settled(), record.held()))
        .toList();
  }

  @Override
  public synchronized boolean reconcile(SliceKey key, String node, BigInteger actual) {
    Counter counter = counters.get(key);
    if (counter == null) {
      return false;
    }
    counter.endOverdue(clock.millis());
    SliceRecord record = counter.records.get(node);
    if (record == null || record.live() || record.held().signum() == 0) {
      return false;
    }
    counter.put(record, record.reconciled(actual));
    return true;
  }

  @Override
  public void close() {}
}
