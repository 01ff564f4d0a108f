package io.costaware.ledger;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The same as {@link ExactCounter} for amounts that no {@code long} holds: one immutable pair,
 * exchanged by compare-and-set.
 *
 * <p>Safe for use by many threads.
 */
final class WideCounter {
  private final AtomicReference<Standing> now;

  WideCounter(BigDecimal committed, BigDecimal settled) {
    this.now = new AtomicReference<>(new Standing(committed, settled));
  }

  boolean hasRoom(BigDecimal count, BigDecimal limit) {
    return fits(standing(), count, limit);
  }

  boolean tryHold(BigDecimal count, BigDecimal limit) {
    while (true) {
      Standing seen = standing();
      if (!fits(seen, count, limit)) {
        return false;
      }
      if (now.compareAndSet(seen, new Standing(seen.committed().add(count), seen.settled()))) {
        return true;
      }
    }
  }

  void add(BigDecimal toCommitted, BigDecimal toSettled) {
    while (true) {
      Standing seen = standing();
      Standing next =
          new Standing(seen.committed().add(toCommitted), seen.settled().add(toSettled));
      if (now.compareAndSet(seen, next)) {
        return;
      }
    }
  }

  Standing standing() {
    return requireNonNull(now.get());
  }

  /** Commits as much as the limit leaves room for, and says how much. */
  BigDecimal take(BigDecimal most, BigDecimal limit) {
    while (true) {
      Standing seen = standing();
      BigDecimal taken = most.min(limit.subtract(seen.committed()));
      if (taken.signum() <= 0) {
        return BigDecimal.ZERO;
      }
      if (now.compareAndSet(seen, new Standing(seen.committed().add(taken), seen.settled()))) {
        return taken;
      }
    }
  }

  private static boolean fits(Standing seen, BigDecimal count, BigDecimal limit) {
    return seen.committed().add(count).compareTo(limit) <= 0;
  }
}
