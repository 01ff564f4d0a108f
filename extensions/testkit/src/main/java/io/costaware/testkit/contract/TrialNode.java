package io.costaware.testkit.contract;

import io.costaware.ledger.SliceGrant;
import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceReport;
import io.costaware.ledger.SliceStore;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;

/** One node and one counter, as a store hears of them: keeps count of what the node has told. */
final class TrialNode {
  private final SliceStore store;
  private final String name;
  private final SliceKey key;
  private BigInteger limit;
  private List<SliceKey> earlier = List.of();
  private Duration lease;
  private long sequence;
  private long acknowledged;
  private BigInteger settled = BigInteger.ZERO;
  private BigInteger held = BigInteger.ZERO;
  private BigInteger allowance = BigInteger.ZERO;

  TrialNode(SliceStore store, String name, SliceKey key, BigInteger limit, Duration lease) {
    this.store = store;
    this.name = name;
    this.key = key;
    this.limit = limit;
    this.lease = lease;
  }

  String name() {
    return name;
  }

  BigInteger allowance() {
    return allowance;
  }

  TrialNode limit(BigInteger newLimit) {
    limit = newLimit;
    return this;
  }

  TrialNode earlier(SliceKey... keys) {
    earlier = List.of(keys);
    return this;
  }

  TrialNode lease(Duration newLease) {
    lease = newLease;
    return this;
  }

  /** Has this much settled and held from now on. */
  TrialNode stands(BigInteger newSettled, BigInteger newHeld) {
    settled = newSettled;
    held = newHeld;
    return this;
  }

  TrialNode stands(long newSettled, long newHeld) {
    return stands(BigInteger.valueOf(newSettled), BigInteger.valueOf(newHeld));
  }

  /** Says from now on that it may commit this much. */
  TrialNode claims(long newAllowance) {
    allowance = BigInteger.valueOf(newAllowance);
    return this;
  }

  /** Had this sequence answered last. */
  TrialNode remembers(long answered) {
    sequence = answered;
    acknowledged = answered;
    return this;
  }

  /** The next report, not sent yet. */
  SliceReport next(BigInteger needed, BigInteger wanted) {
    return report(needed, wanted, false);
  }

  SliceReport next(long needed, long wanted) {
    return next(BigInteger.valueOf(needed), BigInteger.valueOf(wanted));
  }

  /** Sends such a report, which the node may have sent before, and learns from the answer. */
  SliceGrant send(SliceReport report) {
    SliceGrant grant = store.exchange(name, List.of(report)).get(0);
    acknowledged = grant.sequence();
    allowance = grant.allowance();
    return grant;
  }

  SliceGrant ask(BigInteger needed, BigInteger wanted) {
    return send(next(needed, wanted));
  }

  SliceGrant ask(long needed, long wanted) {
    return send(next(needed, wanted));
  }

  /** Tells where it stands and asks for nothing. */
  SliceGrant tell() {
    return ask(0, 0);
  }

  SliceGrant leave() {
    return send(report(BigInteger.ZERO, BigInteger.ZERO, true));
  }

  private SliceReport report(BigInteger needed, BigInteger wanted, boolean leaving) {
    return new SliceReport(
        key,
        earlier,
        limit,
        ++sequence,
        acknowledged,
        settled,
        held,
        allowance,
        needed,
        wanted,
        lease.toMillis(),
        leaving);
  }
}
