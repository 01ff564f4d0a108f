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
  private final BigDecimal limit;
  private final AtomicReference<Standing> now;

  WideCounter(BigDecimal limit, BigDecimal committed, BigDecimal settled) {
    this.limit = limit;
    this.now = new AtomicReference<>(new Standing(committed, settled));
  }

  boolean hasRoom(BigDecimal count) {
    return fits(standing(), count);
  }

  boolean tryHold(BigDecimal count) {
    while (true) {
      Standing seen = standing();
      if (!fits(seen, count)) {
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

  private boolean fits(Standing seen, BigDecimal count) {
    return seen.committed().add(count).compareTo(limit) <= 0;
  }
}
