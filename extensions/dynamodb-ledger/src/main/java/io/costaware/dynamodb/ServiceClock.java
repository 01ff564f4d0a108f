package io.costaware.dynamodb;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What the service's clock says, by the dates on its answers. A date has whole seconds, and the
 * service wrote it at some moment between the request and the answer; each answer therefore says
 * between which two moments the clock stands, and many answers say it ever more closely. The node's
 * own clock has no part in it, only its monotonic nanoseconds.
 *
 * <p>Both ends are of use: a lease is given from the latest moment that it may be and ended only
 * when even the earliest one is past its end. So no uncertainty ever ends a lease too soon.
 */
final class ServiceClock {
  private static final long SECOND = 1_000_000_000L;

  /** Two oscillators drift apart; the bounds give way by so much: 200 parts in a million. */
  private static final long DRIFT_DIVISOR = 5_000;

  /** The service is many machines, whose clocks need not agree to the millisecond. */
  private static final long SLACK_MILLIS = 100;

  /**
   * The service's nanoseconds of the epoch less the node's monotonic ones, at the least and at the
   * most.
   */
  private record Offset(long least, long most, long atNanos) {
    Offset aged(long nanos) {
      long drift = Math.max(0, nanos - atNanos) / DRIFT_DIVISOR;
      return new Offset(least - drift, most + drift, nanos);
    }

    /** Both together; the newer one alone if they contradict, since the clock was set then. */
    Offset and(Offset newer) {
      long low = Math.max(least, newer.least);
      long high = Math.min(most, newer.most);
      return low <= high ? new Offset(low, high, newer.atNanos) : newer;
    }
  }

  private Optional<Offset> offset = Optional.empty();

  /**
   * Takes note of an answer.
   *
   * @param date the header of the answer
   * @return whether it is a date
   */
  synchronized boolean answered(String date, long sentNanos, long receivedNanos) {
    long service;
    try {
      Instant moment = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
      service = Math.multiplyExact(moment.getEpochSecond(), SECOND);
    } catch (DateTimeParseException | ArithmeticException e) {
      return false;
    }
    Offset told = new Offset(service - receivedNanos, service + SECOND - sentNanos, receivedNanos);
    offset = Optional.of(offset.map(known -> known.aged(receivedNanos).and(told)).orElse(told));
    return true;
  }

  /** Whether any answer had a date. */
  synchronized boolean isKnown() {
    return offset.isPresent();
  }

  /** The earliest moment that it can be, in milliseconds of the epoch. */
  synchronized long earliestMillis(long nanos) {
    Offset now = offset.orElseThrow().aged(nanos);
    return Math.floorDiv(now.least + nanos, 1_000_000L) - SLACK_MILLIS;
  }

  /** The latest moment that it can be, in milliseconds of the epoch. */
  synchronized long latestMillis(long nanos) {
    Offset now = offset.orElseThrow().aged(nanos);
    return Math.floorDiv(now.most + nanos, 1_000_000L) + 1 + SLACK_MILLIS;
  }
}
