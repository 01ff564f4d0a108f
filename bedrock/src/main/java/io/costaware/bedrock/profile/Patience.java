package io.costaware.bedrock.profile;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Repeats a request that was refused for the moment, after pauses that grow and are random, so that
 * processes which started together do not ask together.
 *
 * <p>Safe for use by many threads.
 */
final class Patience {
  /** The client has repeated each of these a few times by itself. */
  private static final int TRIES = 5;

  private static final long FIRST_NANOS = Duration.ofMillis(250).toNanos();
  private static final long LONGEST_NANOS = Duration.ofSeconds(4).toNanos();

  private final RandomGenerator random;
  private final Pause pause;

  private Patience(RandomGenerator random, Pause pause) {
    this.random = random;
    this.pause = pause;
  }

  /** Lets time pass. */
  @FunctionalInterface
  interface Pause {
    void of(long nanos) throws InterruptedException;
  }

  static Patience of(RandomGenerator random) {
    return new Patience(random, TimeUnit.NANOSECONDS::sleep);
  }

  static Patience of(RandomGenerator random, Pause pause) {
    return new Patience(random, pause);
  }

  /** The request's answer, or what it failed with: at once, or after the last try. */
  <T> T ask(Supplier<T> request, Predicate<RuntimeException> passing) throws InterruptedException {
    long longest = FIRST_NANOS;
    for (int tried = 1; ; tried++) {
      try {
        return request.get();
      } catch (RuntimeException e) {
        if (tried == TRIES || !passing.test(e)) {
          throw e;
        }
      }
      pause.of(longest / 2 + random.nextLong(longest / 2));
      longest = Math.min(LONGEST_NANOS, longest * 2);
    }
  }
}
