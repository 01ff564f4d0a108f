package io.costaware.redis;

import io.costaware.ledger.SliceGrant;
import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceReport;
import io.costaware.ledger.SliceStore;
import io.costaware.ledger.SliceStoreException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** One node and its reports about one counter with a limit of 100. */
final class Reporting {
  static final SliceKey KEY =
      new SliceKey("support", "request", "", "lifetime", Long.MIN_VALUE, Long.MAX_VALUE);

  private final SliceStore store;
  private final String node;
  private final Duration lease;
  private long sequence;
  private long acknowledged;
  private long settled;
  private BigInteger allowance = BigInteger.ZERO;

  Reporting(SliceStore store, String node, Duration lease) {
    this.store = store;
    this.node = node;
    this.lease = lease;
  }

  /** Has spent so much, and asks for room. */
  SliceGrant spent(long newSettled, long needed) {
    settled = newSettled;
    SliceGrant grant =
        store
            .exchange(
                node,
                List.of(
                    new SliceReport(
                        KEY,
                        List.of(),
                        BigInteger.valueOf(100),
                        ++sequence,
                        acknowledged,
                        BigInteger.valueOf(settled),
                        BigInteger.ZERO,
                        allowance,
                        BigInteger.valueOf(needed),
                        BigInteger.valueOf(needed),
                        lease.toMillis(),
                        false)))
            .get(0);
    acknowledged = sequence;
    allowance = grant.allowance();
    return grant;
  }

  /** The same, again and again until the store can be reached. */
  SliceGrant spentOnceReachable(long newSettled, long needed) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (true) {
      try {
        return spent(newSettled, needed);
      } catch (SliceStoreException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(20_000_000);
      }
    }
  }
}
