package io.costaware.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ServiceClockTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long START = Instant.parse("2026-11-21T11:00:00Z").toEpochMilli();

  private static final long SLACK = 100;

  private final ServiceClock clock = new ServiceClock();

  private static String date(long millis) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
  }

  @Test
  void oneAnswerTellsTheTimeToASecondAndTheTripAndNoMore() {
    // Sent at 100 ms of the node's own count, received at 130; the service wrote it in between.
    assertThat(clock.answered(date(START + 700), 100 * MILLI, 130 * MILLI)).isTrue();
    assertThat(clock.earliestMillis(130 * MILLI)).isEqualTo(START - SLACK);
    assertThat(clock.latestMillis(130 * MILLI) - SLACK).isBetween(START + 1_030, START + 1_032);
    assertThat(clock.earliestMillis(630 * MILLI) + SLACK).isBetween(START + 499, START + 500);
  }

  @Test
  void answersOnBothSidesOfASecondTellItClosely() {
    clock.answered(date(START + 995), 0, 4 * MILLI);
    clock.answered(date(START + 1_001), 6 * MILLI, 10 * MILLI);
    // At 10 of the node's count the service stands between 1,000 and 1,010.
    assertThat(clock.earliestMillis(10 * MILLI) + SLACK).isBetween(START + 999, START + 1_000);
    assertThat(clock.latestMillis(10 * MILLI) - SLACK).isBetween(START + 1_010, START + 1_012);
  }

  @Test
  void aClockThatWasSetIsFollowed() {
    clock.answered(date(START), 0, MILLI);
    clock.answered(date(START + 3_600_000), 2 * MILLI, 3 * MILLI);
    assertThat(clock.earliestMillis(3 * MILLI)).isEqualTo(START + 3_600_000 - SLACK);
    clock.answered(date(START - 3_600_000), 4 * MILLI, 5 * MILLI);
    assertThat(clock.latestMillis(5 * MILLI)).isLessThan(START - 3_598_000);
  }

  @Test
  void whatIsNoDateTellsNothing() {
    for (String text : List.of("", "yesterday", "2026-11-21T11:00:00Z")) {
      assertThat(clock.answered(text, 0, 1)).isFalse();
    }
    assertThat(clock.isKnown()).isFalse();
  }

  /** Whatever the trips take, and though the node's oscillator is off by 100 parts in a million. */
  @Property(tries = 200)
  void B7_theServicesTimeIsNeverOutsideTheBounds(
      @ForAll @LongRange(min = -1_000_000, max = 1_000_000) long apart,
      @ForAll @IntRange(min = -100, max = 100) int partsInAMillion,
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 1, max = 3_000) Integer> steps) {
    ServiceClock asked = new ServiceClock();
    long node = 0;
    for (int step : steps) {
      long sent = node;
      long written = sent + step * MILLI / 3;
      long received = sent + step * MILLI / 2;
      asked.answered(date(service(apart, partsInAMillion, written)), sent, received);
      node = sent + step * MILLI;
      long now = service(apart, partsInAMillion, node);
      assertThat(asked.earliestMillis(node)).isLessThanOrEqualTo(now);
      assertThat(asked.latestMillis(node)).isGreaterThanOrEqualTo(now);
    }
  }

  private static long service(long apart, int partsInAMillion, long nodeNanos) {
    return START + apart + (nodeNanos + nodeNanos / 1_000_000 * partsInAMillion) / MILLI;
  }
}
