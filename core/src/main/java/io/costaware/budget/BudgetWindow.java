package io.costaware.budget;

import static java.util.Objects.requireNonNull;

import io.costaware.budget.DateWindows.Piece;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How long a limit lasts before it counts anew: a piece of the calendar in a named time zone, the
 * last so many hours, or for ever.
 *
 * <pre>{@code
 * BudgetWindow.month(BERLIN)
 * BudgetWindow.year(LONDON).startingIn(Month.APRIL).startingOnDay(6)
 * BudgetWindow.rolling(Duration.ofHours(1), 12)
 * }</pre>
 *
 * <p>Windows are computed from the moment of a call; nothing has to run when one ends. They follow
 * daylight saving: a day has 23, 24 or 25 hours, and the hour that the clock repeats is two
 * windows. Weeks begin on Monday, all else on the first, unless another start is said. An hour or
 * minute that a change of the offset cuts through ends there.
 *
 * <p>Immutable.
 */
public final class BudgetWindow {
  /**
   * One window: the moments from its start up to but without its end. Of a rolling window it is the
   * bucket that runs; {@link BudgetWindow#countsFromMillis} says from when on spend counts in it.
   *
   * <p>Immutable.
   *
   * @param startMillis its first millisecond of the epoch; {@link Long#MIN_VALUE} if it has no
   *     start
   * @param endMillis the first millisecond of the next window; {@link Long#MAX_VALUE} if there is
   *     none
   * @param words for example {@code month from 2026-11-01 in Europe/Berlin}
   */
  public record Span(long startMillis, long endMillis, String words) {
    /** Refuses null. */
    public Span {
      requireNonNull(words, "words");
    }

    /** Whether a moment, in milliseconds of the epoch, lies in it. */
    public boolean contains(long epochMillis) {
      return startMillis <= epochMillis && epochMillis < endMillis;
    }

    /**
     * When the next window begins, or the next bucket of a rolling one, which need not give any
     * room; null if there is none.
     */
    public @Nullable Instant resetsAt() {
      return endMillis == Long.MAX_VALUE ? null : Instant.ofEpochMilli(endMillis);
    }
  }

  private enum Start {
    MONTH("startingIn", "quarter or year"),
    DAY("startingOnDay", "month, quarter or year"),
    WEEKDAY("startingOn", "week");

    private final String method;
    private final String suits;

    Start(String method, String suits) {
      this.method = method;
      this.suits = suits;
    }

    boolean fits(Piece piece) {
      return switch (piece) {
        case DAY -> false;
        case WEEK -> this == WEEKDAY;
        case MONTH -> this == DAY;
        case QUARTER, YEAR -> this != WEEKDAY;
      };
    }
  }

  private static final BudgetWindow LIFETIME = new BudgetWindow(new EndlessWindow(null), Set.of());

  private final Windowing windowing;
  private final Set<Start> said;

  private BudgetWindow(Windowing windowing, Set<Start> said) {
    this.windowing = windowing;
    this.said = said;
  }

  private static BudgetWindow of(Piece piece, ZoneId zone) {
    return new BudgetWindow(DateWindows.of(piece, named(zone)), Set.of());
  }

  private static BudgetWindow of(ChronoUnit length, String word, ZoneId zone) {
    return new BudgetWindow(new ClockWindows(word, length, named(zone)), Set.of());
  }

  private static ZoneId named(ZoneId zone) {
    return requireNonNull(zone, "zone is null; name one, for example ZoneId.of(\"UTC\")");
  }

  /** Minutes of the clock. */
  public static BudgetWindow minute(ZoneId zone) {
    return of(ChronoUnit.MINUTES, "minute", zone);
  }

  /** Hours of the clock. */
  public static BudgetWindow hour(ZoneId zone) {
    return of(ChronoUnit.HOURS, "hour", zone);
  }

  /** Days, from midnight to midnight. */
  public static BudgetWindow day(ZoneId zone) {
    return of(Piece.DAY, zone);
  }

  /** Weeks, from Monday to Monday. */
  public static BudgetWindow week(ZoneId zone) {
    return of(Piece.WEEK, zone);
  }

  /** Months of the calendar. */
  public static BudgetWindow month(ZoneId zone) {
    return of(Piece.MONTH, zone);
  }

  /** Quarters, from the first of January, April, July and October. */
  public static BudgetWindow quarter(ZoneId zone) {
    return of(Piece.QUARTER, zone);
  }

  /** Years of the calendar. */
  public static BudgetWindow year(ZoneId zone) {
    return of(Piece.YEAR, zone);
  }

  /** One window that never ends. */
  public static BudgetWindow lifetime() {
    return LIFETIME;
  }

  /**
   * The last {@code length}, which passes out of the count bucket by bucket. What counts is the
   * bucket that runs and {@code buckets} whole ones before it: never less than the length, and at
   * most one bucket more. Buckets are aligned to the epoch, so that all JVMs agree on them.
   *
   * @param length from a second to 366 days; the buckets divide it into whole milliseconds
   * @param buckets from 2 to 60
   * @throws IllegalArgumentException if one is out of its range
   */
  public static BudgetWindow rolling(Duration length, int buckets) {
    return new BudgetWindow(new RollingWindows(length, buckets), Set.of());
  }

  /**
   * One window that never ends for each task, agent or run; a run's count is forgotten so long
   * after its last call, and begins at zero should the run go on after all. For budgets of which
   * each run has a share of its own.
   *
   * @param forgottenAfter from a second to 366 days
   * @throws IllegalArgumentException if out of range
   */
  public static BudgetWindow run(Duration forgottenAfter) {
    return new BudgetWindow(
        new EndlessWindow(requireNonNull(forgottenAfter, "forgottenAfter")), Set.of());
  }

  /**
   * These years beginning in that month, or these quarters beginning in it and each third month
   * from there.
   *
   * @throws IllegalArgumentException if these are neither, or the month is said already
   */
  public BudgetWindow startingIn(Month month) {
    DateWindows now = startable(Start.MONTH, requireNonNull(month, "month"));
    return starting(
        new DateWindows(now.piece(), now.zone(), now.weekday(), month, now.dayOfMonth()),
        Start.MONTH);
  }

  /**
   * These months, quarters or years beginning on that day of a month.
   *
   * @param day from 1 to 28
   * @throws IllegalArgumentException if these are none of them, the day is out of range, or said
   *     already
   */
  public BudgetWindow startingOnDay(int day) {
    DateWindows now = startable(Start.DAY, day);
    return starting(
        new DateWindows(now.piece(), now.zone(), now.weekday(), now.month(), day), Start.DAY);
  }

  /**
   * These weeks beginning on that day.
   *
   * @throws IllegalArgumentException if these are no weeks, or the day is said already
   */
  public BudgetWindow startingOn(DayOfWeek weekday) {
    DateWindows now = startable(Start.WEEKDAY, requireNonNull(weekday, "weekday"));
    return starting(
        new DateWindows(now.piece(), now.zone(), weekday, now.month(), now.dayOfMonth()),
        Start.WEEKDAY);
  }

  private DateWindows startable(Start start, Object value) {
    if (!(windowing instanceof DateWindows dates) || !start.fits(dates.piece())) {
      throw new IllegalArgumentException(
          start.method
              + "("
              + value
              + ") does not fit a window of "
              + this
              + "; it is for a "
              + start.suits);
    }
    if (said.contains(start)) {
      throw new IllegalArgumentException(
          start.method
              + "("
              + value
              + ") contradicts what was said before: the window is a "
              + this
              + "; say it once");
    }
    return dates;
  }

  private BudgetWindow starting(DateWindows next, Start start) {
    Set<Start> more = said.isEmpty() ? EnumSet.noneOf(Start.class) : EnumSet.copyOf(said);
    more.add(start);
    return new BudgetWindow(next, Set.copyOf(more));
  }

  /**
   * From when on spend counts against the limit in a window: its start, or that of the oldest
   * bucket of a rolling one.
   *
   * @param span one that {@link #at} gave
   */
  public long countsFromMillis(Span span) {
    return windowing.countsFromMillis(span);
  }

  /** How long after its last call a subject's count is forgotten; null if it never is. */
  public @Nullable Duration forgottenAfter() {
    return windowing.forgottenAfter();
  }

  /** The window that a moment, in milliseconds of the epoch, lies in. */
  public Span at(long epochMillis) {
    return windowing.at(epochMillis);
  }

  /** Whether the other's windows are the same ones. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BudgetWindow window && windowing.equals(window.windowing);
  }

  @Override
  public int hashCode() {
    return windowing.hashCode();
  }

  /**
   * The same words for equal windows, and others for others; they are part of the key of a fleet's
   * counters. For example {@code month in Europe/Berlin}, {@code year starting in April in
   * Europe/London}, {@code rolling PT1H in 12 buckets} or {@code lifetime}.
   */
  @Override
  public String toString() {
    return windowing.toString();
  }
}
