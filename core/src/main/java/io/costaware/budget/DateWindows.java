package io.costaware.budget;

import io.costaware.budget.BudgetWindow.Span;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/**
 * Days, weeks, months, quarters or years, from midnight to midnight in a zone.
 *
 * <p>What cannot be told apart is equal: a year that starts in January is a year, and quarters that
 * start in November are those that start in February.
 *
 * @param piece what begins anew
 * @param zone whose calendar
 * @param weekday on which weeks begin; Monday for all else
 * @param month in which years begin, or the first of the year in which quarters do; January for all
 *     else
 * @param dayOfMonth on which months, quarters and years begin; 1 for all else
 */
record DateWindows(Piece piece, ZoneId zone, DayOfWeek weekday, Month month, int dayOfMonth)
    implements Windowing {
  /** The last day on which a month can begin: every month has it. */
  static final int LAST_DAY = 28;

  /** What begins anew. */
  enum Piece {
    DAY,
    WEEK,
    MONTH,
    QUARTER,
    YEAR;

    /** How many months it lasts; 0 if it does not follow months. */
    int months() {
      return switch (this) {
        case DAY, WEEK -> 0;
        case MONTH -> 1;
        case QUARTER -> 3;
        case YEAR -> 12;
      };
    }
  }

  DateWindows {
    if (dayOfMonth < 1 || dayOfMonth > LAST_DAY) {
      throw new IllegalArgumentException(
          "A window starts on day "
              + dayOfMonth
              + " of a month; give 1 to "
              + LAST_DAY
              + ", which every month has");
    }
    if (piece == Piece.QUARTER) {
      month = Month.of((month.getValue() - 1) % 3 + 1);
    }
  }

  /** Those that begin on Monday and on the first. */
  static DateWindows of(Piece piece, ZoneId zone) {
    return new DateWindows(piece, zone, DayOfWeek.MONDAY, Month.JANUARY, 1);
  }

  @Override
  public Span at(long epochMillis) {
    Instant moment = Instant.ofEpochMilli(epochMillis);
    LocalDate first = firstDay(LocalDate.ofInstant(moment, zone));
    LocalDate next = after(first);
    Instant start = first.atStartOfDay(zone).toInstant();
    Instant end = next.atStartOfDay(zone).toInstant();
    // Where the clock goes back over midnight, the old date shows again after the new day began.
    while (!moment.isBefore(end)) {
      first = next;
      next = after(first);
      start = end;
      end = next.atStartOfDay(zone).toInstant();
    }
    return new Span(
        start.toEpochMilli(), end.toEpochMilli(), kind() + " from " + first + " in " + zone);
  }

  private LocalDate firstDay(LocalDate day) {
    return switch (piece) {
      case DAY -> day;
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(weekday));
      case MONTH, QUARTER, YEAR -> {
        // Counted in months that begin on the chosen day.
        LocalDate shifted = day.minusDays(dayOfMonth - 1L);
        int past = Math.floorMod(shifted.getMonthValue() - month.getValue(), piece.months());
        yield shifted.withDayOfMonth(1).minusMonths(past).withDayOfMonth(dayOfMonth);
      }
    };
  }

  private LocalDate after(LocalDate first) {
    return switch (piece) {
      case DAY -> first.plusDays(1);
      case WEEK -> first.plusWeeks(1);
      case MONTH, QUARTER, YEAR -> first.plusMonths(piece.months());
    };
  }

  private String kind() {
    String word = piece.name().toLowerCase(Locale.ROOT);
    if (piece == Piece.WEEK && weekday != DayOfWeek.MONDAY) {
      return word + " starting on " + capitalized(weekday);
    }
    if (month != Month.JANUARY) {
      return word
          + " starting "
          + (dayOfMonth == 1 ? "in " : "on day " + dayOfMonth + " of ")
          + capitalized(month);
    }
    return dayOfMonth == 1 ? word : word + " starting on day " + dayOfMonth;
  }

  /** Not the words of a locale: they may change with the Java version. */
  private static String capitalized(Enum<?> constant) {
    String name = constant.name();
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return kind() + " in " + zone;
  }
}
