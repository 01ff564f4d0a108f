package io.costaware.profiles;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When to list again. All times in nanoseconds; randomness keeps a fleet from asking in step. */
record RefreshSchedule(
    long ttl, int jitterPercent, long firstBackoff, long longestBackoff, RandomGenerator random) {

  static RefreshSchedule of(
      Duration ttl,
      int jitterPercent,
      Duration firstBackoff,
      Duration longestBackoff,
      RandomGenerator random) {
    return new RefreshSchedule(
        ttl.toNanos(), jitterPercent, firstBackoff.toNanos(), longestBackoff.toNanos(), random);
  }

  /** The wait after a listing that went well: the TTL, less a part of at most the jitter. */
  long afterSuccess() {
    return ttl - upTo(ttl / 100 * jitterPercent);
  }

  /** The wait after so many failures in a row: doubles up to a limit, less at most half of it. */
  long afterFailure(int failures) {
    long wait = firstBackoff;
    for (int i = 1; i < failures && wait < longestBackoff; i++) {
      wait = wait > longestBackoff / 2 ? longestBackoff : wait * 2;
    }
    wait = Math.min(wait, longestBackoff);
    return wait - upTo(wait / 2);
  }

  private long upTo(long most) {
    return random.nextLong(most + 1);
  }
}
