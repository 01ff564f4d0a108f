package io.costaware.ledger;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets two threads go on at the same moment. They wait for each other by spinning: a thread that is
 * woken comes microseconds late, when the other is long done.
 */
final class SpinRace {
  // The counts of the two stand apart, so that they do not share a cache line.
  private static final int STRIDE = 32;
  private static final int SPINS_BEFORE_NAP = 5_000;

  private final AtomicIntegerArray met = new AtomicIntegerArray(2 * STRIDE);

  /** Waits until both racers, 0 and 1, have come here as often. */
  void meet(int racer) {
    int mine = met.incrementAndGet(racer * STRIDE);
    for (int spins = 1; met.get((1 - racer) * STRIDE) < mine; spins++) {
      if (spins % SPINS_BEFORE_NAP == 0) {
        LockSupport.parkNanos(1);
      } else {
        Thread.onSpinWait();
      }
    }
  }

  /** Lets a few nanoseconds pass. */
  void linger(int steps) {
    for (int i = 0; i < steps; i++) {
      met.getOpaque(0);
    }
  }
}
