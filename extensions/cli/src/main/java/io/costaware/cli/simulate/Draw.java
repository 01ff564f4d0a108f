package io.costaware.cli.simulate;

import java.util.SplittableRandom;

/**
 * Draws times at random.
 *
 * <p>Safe for use by many threads.
 */
final class Draw {
  private Draw() {}

  /** A time of an exponential distribution; the same on every machine, in whole nanoseconds. */
  static long exponential(SplittableRandom random, double meanNanos) {
    return (long) (-StrictMath.log(1 - random.nextDouble()) * meanNanos) + 1;
  }
}
