package io.costaware.cli.simulate;

import java.util.SplittableRandom;

/**
 * What calls come to a fleet: how often, how long they last, what they hold and what they take.
 *
 * <p>Calls come at random and independently of each other. Every tenth node is busy: it has {@value
 * #BUSY_TIMES} times the calls of each of the others. A call holds from a fifth of the largest hold
 * to all of it and takes from a fifth to four fifths of what it holds, each amount as likely as any
 * other. It lasts a quarter of the mean at the least, and the rest is exponential.
 *
 * <p>Immutable.
 *
 * @param ratePerNode calls per second and node, as the mean of all nodes
 * @param largestHold in picos
 * @param meanCallNanos how long a call lasts, as the mean
 * @param overrunRate the part of calls, 0 to 1, that take up to one and a half times what they hold
 */
record Traffic(double ratePerNode, long largestHold, long meanCallNanos, double overrunRate) {
  private static final int BUSY_EVERY = 10;
  private static final int BUSY_TIMES = 5;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int FIFTHS = 5;
  private static final int SHORTEST_PART = 4;

  /** The mean time between two calls to a node, in nanoseconds. */
  double meanGapNanos(int node, int nodes) {
    int busy = (nodes + BUSY_EVERY - 1) / BUSY_EVERY;
    double quiet = ratePerNode * nodes / (nodes + (BUSY_TIMES - 1.0) * busy);
    return NANOS_PER_SECOND / (node % BUSY_EVERY == 0 ? quiet * BUSY_TIMES : quiet);
  }

  long hold(SplittableRandom random) {
    return random.nextLong(largestHold / FIFTHS, largestHold + 1);
  }

  long actual(SplittableRandom random, long hold) {
    boolean overrun = random.nextDouble() < overrunRate;
    return overrun
        ? random.nextLong(hold, hold + hold / 2 + 1)
        : random.nextLong(hold / FIFTHS, hold / FIFTHS * (FIFTHS - 1) + 1);
  }

  long durationNanos(SplittableRandom random) {
    long least = meanCallNanos / SHORTEST_PART;
    return least + Draw.exponential(random, (double) (meanCallNanos - least));
  }
}
