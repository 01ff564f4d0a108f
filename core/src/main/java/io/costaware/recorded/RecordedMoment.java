package io.costaware.recorded;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Reads moments: dates, and instants with their offset. The commonest form, whole seconds in UTC,
 * is read digit by digit, because the general way takes as long as all else that is read of a call.
 */
final class RecordedMoment {
  private static final int DATE = 10;
  private static final int SECONDS_IN_UTC = 20;

  private RecordedMoment() {}

  /** The moment; a date is its midnight in UTC. */
  static Instant parse(String at) {
    if (at.length() == DATE) {
      return LocalDate.parse(at).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    return isSecondsInUtc(at) ? secondsInUtc(at) : OffsetDateTime.parse(at).toInstant();
  }

  private static boolean isSecondsInUtc(String at) {
    return at.length() == SECONDS_IN_UTC
        && at.charAt(4) == '-'
        && at.charAt(7) == '-'
        && at.charAt(10) == 'T'
        && at.charAt(13) == ':'
        && at.charAt(16) == ':'
        && at.charAt(19) == 'Z';
  }

  private static Instant secondsInUtc(String at) {
    LocalDate date = LocalDate.of(number(at, 0, 4), number(at, 5, 7), number(at, 8, 10));
    LocalTime time = LocalTime.of(number(at, 11, 13), number(at, 14, 16), number(at, 17, 19));
    return date.atTime(time).toInstant(ZoneOffset.UTC);
  }

  private static int number(String at, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = at.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new DateTimeException("no digit at " + i);
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
