package io.costaware.dynamodb;

import io.costaware.ledger.SliceStoreException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** By when a call must have ended, and how often others got ahead of it. */
final class Deadline {
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(4);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(60);

  private final LongSupplier nanos;
  private final Jitter jitter;
  private final Duration limit;
  private final long end;
  private int conflicts;

  /** Any number from 0 to below the bound. */
  interface Jitter {
    long below(long bound);
  }

  Deadline(Duration limit, LongSupplier nanos, Jitter jitter) {
    this.limit = limit;
    this.nanos = nanos;
    this.jitter = jitter;
    this.end = nanos.getAsLong() + limit.toNanos();
  }

  /** Whether others got ahead of it. */
  boolean hadConflicts() {
    return conflicts > 0;
  }

  /** What to throw when it is over. */
  SliceStoreException over(@Nullable Exception cause) {
    return new SliceStoreException(
        "DynamoDB was not done within "
            + limit.toMillis()
            + " ms"
            + (conflicts == 0
                ? ""
                : "; other nodes changed the same counters first, " + conflicts + " times")
            + ". It may be tried again",
        cause);
  }

  /** What is left for the next request; at least a millisecond. */
  Duration left() {
    long left = end - nanos.getAsLong();
    if (left <= 0) {
      throw over(null);
    }
    return Duration.ofNanos(Math.max(left, TimeUnit.MILLISECONDS.toNanos(1)));
  }

  /** Waits a little, longer each time and never as long as anybody else. */
  void pauseAfterConflict() {
    conflicts++;
    long bound = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(conflicts, 10));
    long until = nanos.getAsLong() + Math.min(1 + jitter.below(bound), left().toNanos());
    long wait = until - nanos.getAsLong();
    while (wait > 0) {
      LockSupport.parkNanos(wait);
      if (Thread.currentThread().isInterrupted()) {
        throw new SliceStoreException(
            "The wait for DynamoDB was interrupted; it may be tried again", null);
      }
      wait = until - nanos.getAsLong();
    }
  }
}
