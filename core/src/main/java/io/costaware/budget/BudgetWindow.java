package io.costaware.budget;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How long a limit lasts before it counts anew: a piece of the calendar in a named time zone, or
 * for ever.
 *
 * <p>Windows are computed from the moment of a call; nothing has to run when one ends. They follow
 * daylight saving: a day has 23, 24 or 25 hours, and the hour that the clock repeats is two
 * windows. Weeks begin on Monday. An hour or minute that a change of the offset cuts through ends
 * there.
 *
 * <p>Immutable.
 */
public final class BudgetWindow {
  private enum Piece {
    MINUTE,
    HOUR,
    DAY,
    WEEK,
    MONTH,
    QUARTER,
    YEAR;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One window: the moments from its start up to but without its end.
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

    /** When the next window begins; null if there is none. */
    public @Nullable Instant resetsAt() {
      return endMillis == Long.MAX_VALUE ? null : Instant.ofEpochMilli(endMillis);
    }
  }

  // The offset tells the two windows of a repeated hour apart.
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mmxxx", Locale.ROOT);
  private static final Span FOR_EVER = new Span(Long.MIN_VALUE, Long.MAX_VALUE, "lifetime");
  private static final BudgetWindow LIFETIME = new BudgetWindow(null, ZoneOffset.UTC);

  private final @Nullable Piece piece;
  private final ZoneId zone;

  private BudgetWindow(@Nullable Piece piece, ZoneId zone) {
    this.piece = piece;
    this.zone = requireNonNull(zone, "zone is null; name one, for example ZoneId.of(\"UTC\")");
  }

  /** Minutes of the clock. */
  public static BudgetWindow minute(ZoneId zone) {
    return new BudgetWindow(Piece.MINUTE, zone);
  }

  /** Hours of the clock. */
  public static BudgetWindow hour(ZoneId zone) {
    return new BudgetWindow(Piece.HOUR, zone);
  }

  /** Days, from midnight to midnight. */
  public static BudgetWindow day(ZoneId zone) {
    return new BudgetWindow(Piece.DAY, zone);
  }

  /** Weeks, from Monday to Monday. */
  public static BudgetWindow week(ZoneId zone) {
    return new BudgetWindow(Piece.WEEK, zone);
  }

  /** Months of the calendar. */
  public static BudgetWindow month(ZoneId zone) {
    return new BudgetWindow(Piece.MONTH, zone);
  }

  /** Quarters, from the first of January, April, July and October. */
  public static BudgetWindow quarter(ZoneId zone) {
    return new BudgetWindow(Piece.QUARTER, zone);
  }

  /** Years of the calendar. */
  public static BudgetWindow year(ZoneId zone) {
    return new BudgetWindow(Piece.YEAR, zone);
  }

  /** One window that never ends. */
  public static BudgetWindow lifetime() {
    return LIFETIME;
  }

  /**
   * From when on spend counts against the limit in a window: its start, or that of the oldest
   * bucket of a rolling one.
   */
  public long countsFromMillis(Span span) {
    return span.startMillis();
  }

  /** How long after its last call a subject's count is forgotten; null if it never is. */
  public @Nullable Duration forgottenAfter() {
    return null;
  }

  /** The window that a moment, in milliseconds of the epoch, lies in. */
  public Span at(long epochMillis) {
    Piece unit = piece;
    if (unit == null) {
      return FOR_EVER;
    }
    Instant moment = Instant.ofEpochMilli(epochMillis);
    return switch (unit) {
      case MINUTE -> clockSpan(unit, moment, ChronoUnit.MINUTES);
      case HOUR -> clockSpan(unit, moment, ChronoUnit.HOURS);
      case DAY, WEEK, MONTH, QUARTER, YEAR -> dateSpan(unit, moment);
    };
  }

  private Span clockSpan(Piece unit, Instant moment, ChronoUnit length) {
    ZoneRules rules = zone.getRules();
    OffsetDateTime local = moment.atOffset(rules.getOffset(moment)).truncatedTo(length);
    Instant start = local.toInstant();
    Instant end = start.plus(length.getDuration());
    // A transition at the moment itself is the last one, not the next.
    ZoneOffsetTransition last = rules.previousTransition(moment.plusNanos(1));
    if (last != null && last.getInstant().isAfter(start)) {
      start = last.getInstant();
      local = start.atOffset(local.getOffset());
    }
    ZoneOffsetTransition next = rules.nextTransition(moment);
    if (next != null && next.getInstant().isBefore(end)) {
      end = next.getInstant();
    }
    return span(unit, start, end, MINUTES.format(local));
  }

  private Span dateSpan(Piece unit, Instant moment) {
    LocalDate first = firstDay(unit, LocalDate.ofInstant(moment, zone));
    LocalDate next = after(unit, first);
    Instant start = first.atStartOfDay(zone).toInstant();
    Instant end = next.atStartOfDay(zone).toInstant();
    // Where the clock goes back over midnight, the old date shows again after the new day began.
    while (!moment.isBefore(end)) {
      first = next;
      next = after(unit, first);
      start = end;
      end = next.atStartOfDay(zone).toInstant();
    }
    return span(unit, start, end, first.toString());
  }

  private Span span(Piece unit, Instant start, Instant end, String from) {
    return new Span(
        start.toEpochMilli(), end.toEpochMilli(), unit.word() + " from " + from + " in " + zone);
  }

  private static LocalDate firstDay(Piece unit, LocalDate day) {
    return switch (unit) {
      case WEEK -> day.minusDays(day.getDayOfWeek().getValue() - 1L);
      case MONTH -> day.withDayOfMonth(1);
      case QUARTER -> day.with(IsoFields.DAY_OF_QUARTER, 1);
      case YEAR -> day.with(TemporalAdjusters.firstDayOfYear());
      case MINUTE, HOUR, DAY -> day;
    };
  }

  private static LocalDate after(Piece unit, LocalDate first) {
    return switch (unit) {
      case WEEK -> first.plusWeeks(1);
      case MONTH -> first.plusMonths(1);
      case QUARTER -> first.plusMonths(3);
      case YEAR -> first.plusYears(1);
      case MINUTE, HOUR, DAY -> first.plusDays(1);
    };
  }

  /** Whether the other is the same piece of the calendar in the same zone. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BudgetWindow window
        && piece == window.piece
        && zone.equals(window.zone);
  }

  @Override
  public int hashCode() {
    Piece unit = piece;
    return 31 * zone.hashCode() + (unit == null ? 0 : unit.hashCode());
  }

  /** For example {@code month in Europe/Berlin}, or {@code lifetime}. */
  @Override
  public String toString() {
    Piece unit = piece;
    return unit == null ? FOR_EVER.words() : unit.word() + " in " + zone;
  }
}
