package io.costaware.budget;

import io.costaware.budget.BudgetWindow.Span;
import java.time.Duration;

/**
 * The last so many hours, say, in equal buckets that are aligned to the epoch. The bucket that runs
 * and as many whole ones before it as make up the length count, so that never less than the length
 * is counted and at most one bucket more.
 *
 * @param length how much time counts
 * @param buckets in how many parts it passes out of the count
 */
record RollingWindows(Duration length, int buckets) implements Windowing {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final int FEWEST = 2;
  private static final int MOST = 60;

  RollingWindows {
    if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "A rolling window is " + length + " long; give a length from PT1S to " + LONGEST);
    }
    if (buckets < FEWEST || buckets > MOST) {
      throw new IllegalArgumentException(
          "A rolling window has " + buckets + " buckets; give " + FEWEST + " to " + MOST);
    }
    if (length.toNanos() % (buckets * 1_000_000L) != 0) {
      throw new IllegalArgumentException(
          "A rolling window of "
              + length
              + " cannot be cut into "
              + buckets
              + " buckets of whole milliseconds; give a number of buckets that divides it");
    }
  }

  private long bucketMillis() {
    return length.toMillis() / buckets;
  }

  @Override
  public Span at(long epochMillis) {
    long start = Math.floorDiv(epochMillis, bucketMillis()) * bucketMillis();
    return new Span(
        start,
        start + bucketMillis(),
        "last " + length + " in " + buckets + " buckets, the oldest counted whole");
  }

  @Override
  public long countsFromMillis(Span span) {
    return span.startMillis() - length.toMillis();
  }

  @Override
  public String toString() {
    return "rolling " + length + " in " + buckets + " buckets";
  }
}
