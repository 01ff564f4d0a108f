package io.costaware.profiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RefreshScheduleTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void P2_aRefreshComesEarlyByNoMoreThanTheJitter() {
    assertThat(schedule(lowest()).afterSuccess()).isEqualTo(300 * SECOND);
    assertThat(schedule(highest()).afterSuccess()).isEqualTo(270 * SECOND);
    RefreshSchedule random = schedule(new SplittableRandom(1));
    for (int i = 0; i < 10_000; i++) {
      assertThat(random.afterSuccess()).isBetween(270 * SECOND, 300 * SECOND);
    }
  }

  @Test
  void P2_waitsAfterFailuresDoubleUpToTheLongestAndLoseNoMoreThanHalf() {
    long[] full = {1, 2, 4, 8, 16, 32, 60, 60, 60};
    for (int failures = 1; failures <= full.length; failures++) {
      long wait = full[failures - 1] * SECOND;
      assertThat(schedule(lowest()).afterFailure(failures)).isEqualTo(wait);
      assertThat(schedule(highest()).afterFailure(failures)).isEqualTo(wait / 2);
    }
    assertThat(schedule(lowest()).afterFailure(Integer.MAX_VALUE)).isEqualTo(60 * SECOND);
  }

  @Test
  void withoutJitterTheTtlIsExact() {
    RefreshSchedule exact =
        RefreshSchedule.of(
            Duration.ofMinutes(5), 0, Duration.ofSeconds(1), Duration.ofSeconds(1), highest());
    assertThat(exact.afterSuccess()).isEqualTo(300 * SECOND);
  }

  private static RefreshSchedule schedule(RandomGenerator random) {
    return RefreshSchedule.of(
        Duration.ofMinutes(5), 10, Duration.ofSeconds(1), Duration.ofMinutes(1), random);
  }

  static RandomGenerator lowest() {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        return 0;
      }

      @Override
      public long nextLong(long bound) {
        return 0;
      }
    };
  }

  private static RandomGenerator highest() {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        return -1;
      }

      @Override
      public long nextLong(long bound) {
        return bound - 1;
      }
    };
  }
}
