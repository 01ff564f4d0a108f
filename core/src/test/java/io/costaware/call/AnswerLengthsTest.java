package io.costaware.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerLengthsTest {
  private final AnswerLengths lengths = new AnswerLengths();

  private void add(long tokens, int times) {
    for (int i = 0; i < times; i++) {
      lengths.add(tokens);
    }
  }

  private long within(int percent) {
    return lengths.within(percent).tokens();
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 75, 90, 95, 99})
  void whatIsToldIsTheCountedQuantileOrAtMostAnEighthMore(int percent) {
    Random random = new Random(percent);
    long[] all = new long[1_000];
    for (int i = 0; i < all.length; i++) {
      all[i] = 1L + (long) random.nextInt(1 << (1 + random.nextInt(20)));
      lengths.add(all[i]);
    }
    Arrays.sort(all);
    int rank = (percent * (all.length + 1) + 99) / 100;
    long exact = all[rank - 1];

    assertThat(within(percent)).isBetween(exact, exact + exact / 8 + 1);
    assertThat(lengths.within(percent).answers()).isEqualTo(1_000);
  }

  @Test
  void shortAnswersAreCountedExactly() {
    add(0, 100);
    assertThat(within(99)).isZero();
    add(7, 100);
    assertThat(within(75)).isEqualTo(7);
  }

  @Test
  void tooFewAnswersTellNothing() {
    add(500, 29);
    assertThat(lengths.within(50)).isNull();
    add(500, 1);
    assertThat(lengths.within(50)).isNotNull();
    add(500, 68);
    assertThat(lengths.within(99)).as("98 answers").isNull();
    add(500, 1);
    assertThat(lengths.within(99)).as("of 100 with the next one 99 are within").isNotNull();
  }

  @Test
  void anAnswerBeyondAllLengthsCountsAsTheLongest() {
    add(Long.MAX_VALUE, 100);
    assertThat(within(99)).isEqualTo((1 << 21) - 1);
  }

  @Test
  void longerAnswersAreFollowedSoonAndShorterOnesWhenTheOthersAreOld() {
    add(100, 5_000);
    assertThat(within(99)).isBetween(100L, 112L);

    add(2_000, 100);
    assertThat(within(99)).isBetween(2_000L, 2_250L);

    add(100, 2 * AnswerLengths.HALF);
    assertThat(within(99)).isBetween(100L, 112L);
  }

  @Test
  void noAnswerIsLostWhenManyThreadsAdd() throws Exception {
    int threads = 4;
    CountDownLatch start = new CountDownLatch(1);
    Thread[] all = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      all[i] =
          new Thread(
              () -> {
                try {
                  start.await();
                } catch (InterruptedException e) {
                  return;
                }
                add(100, 250);
              });
      all[i].start();
    }
    start.countDown();
    for (Thread thread : all) {
      thread.join();
    }

    assertThat(lengths.within(99).answers()).isEqualTo(1_000);
  }
}
