package io.costaware.cli.simulate;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The time of the simulation, which only events move.
 *
 * <p>For use by one thread.
 */
final class VirtualTime implements InstantSource {
  private static final long EPOCH_MILLIS = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  private static final long NANOS_PER_MILLI = 1_000_000L;

  private long nanos;

  void moveTo(long laterNanos) {
    nanos = laterNanos;
  }

  /** Nanoseconds since the simulation began. */
  long nanos() {
    return nanos;
  }

  @Override
  public long millis() {
    return EPOCH_MILLIS + nanos / NANOS_PER_MILLI;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }
}
