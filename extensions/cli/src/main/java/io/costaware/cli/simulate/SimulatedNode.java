package io.costaware.cli.simulate;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A node of the fleet: its traffic, its faults, and the process that runs there now.
 *
 * <p>For use by one thread.
 */
final class SimulatedNode {
  // Apart from each other, so that faults change nothing of what calls come.
  private final SplittableRandom calls;
  private final SplittableRandom faults;
  private final double meanGapNanos;

  private @Nullable NodeProcess process;
  private long beatAtNanos = Long.MAX_VALUE;
  private long pausedUntilNanos;

  SimulatedNode(SplittableRandom calls, SplittableRandom faults, double meanGapNanos) {
    this.calls = calls;
    this.faults = faults;
    this.meanGapNanos = meanGapNanos;
  }

  SplittableRandom calls() {
    return calls;
  }

  SplittableRandom faults() {
    return faults;
  }

  long untilNextCallNanos() {
    return Draw.exponential(calls, meanGapNanos);
  }

  /** The process that runs here; null after a crash. */
  @Nullable NodeProcess process() {
    return process;
  }

  void process(@Nullable NodeProcess next) {
    process = next;
    beatAtNanos = Long.MAX_VALUE;
    pausedUntilNanos = 0;
  }

  /** When the node makes its next reports; far away if none is planned. */
  long beatAtNanos() {
    return beatAtNanos;
  }

  void beatAt(long nanos) {
    beatAtNanos = nanos;
  }

  boolean isPausedAt(long nanos) {
    return nanos < pausedUntilNanos;
  }

  long pausedUntilNanos() {
    return pausedUntilNanos;
  }

  void pauseUntil(long nanos) {
    pausedUntilNanos = nanos;
  }
}
