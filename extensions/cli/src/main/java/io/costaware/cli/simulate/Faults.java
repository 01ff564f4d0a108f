package io.costaware.cli.simulate;

import java.util.SplittableRandom;

/**
 * What goes wrong, at random and independently at each node.
 *
 * <p>A process that has crashed is followed by another one after half a minute on average. A cut
 * lasts up to three leases and a pause up to two, each length as likely as any other. Of every
 * second cut the first report still arrives, and only its answer is lost.
 *
 * <p>Immutable.
 *
 * @param crashRate crashes per node and hour
 * @param cutRate cuts from the store per node and hour
 * @param pauseRate pauses per node and hour
 */
record Faults(double crashRate, double cutRate, double pauseRate) {
  private static final double NANOS_PER_HOUR = 3600e9;
  private static final double MEAN_RESTART_NANOS = 30e9;
  private static final int LONGEST_CUT_LEASES = 3;
  private static final int LONGEST_PAUSE_LEASES = 2;
  // No fault: far longer than any run, and short enough to be added to a moment.
  private static final long NEVER = Long.MAX_VALUE / 4;

  private static long until(double rate, SplittableRandom random) {
    return rate > 0 ? Draw.exponential(random, NANOS_PER_HOUR / rate) : NEVER;
  }

  long untilCrashNanos(SplittableRandom random) {
    return until(crashRate, random);
  }

  long untilCutNanos(SplittableRandom random) {
    return until(cutRate, random);
  }

  long untilPauseNanos(SplittableRandom random) {
    return until(pauseRate, random);
  }

  long restartNanos(SplittableRandom random) {
    return Draw.exponential(random, MEAN_RESTART_NANOS);
  }

  long cutNanos(SplittableRandom random, long leaseNanos) {
    return random.nextLong(1, LONGEST_CUT_LEASES * leaseNanos);
  }

  long pauseNanos(SplittableRandom random, long leaseNanos) {
    return random.nextLong(1, LONGEST_PAUSE_LEASES * leaseNanos);
  }
}
