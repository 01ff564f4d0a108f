package io.costaware.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.budget.BudgetWindow.Span;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FiscalWindowTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZoneId LONDON = ZoneId.of("Europe/London");
  private static final ZoneId SAO_PAULO = ZoneId.of("America/Sao_Paulo");

  private static void assertSpan(
      BudgetWindow window, String moment, String start, String end, String words) {
    Span span = window.at(Instant.parse(moment).toEpochMilli());
    assertThat(Instant.ofEpochMilli(span.startMillis())).isEqualTo(Instant.parse(start));
    assertThat(Instant.ofEpochMilli(span.endMillis())).isEqualTo(Instant.parse(end));
    assertThat(span.words()).isEqualTo(words);
  }

  private static void assertRefused(ThrowingCallable nonsense, String... words) {
    assertThatThrownBy(nonsense)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void B4_aFiscalYearBeginsInItsMonthWhateverTheOffsetIsThere() {
    BudgetWindow year = BudgetWindow.year(LONDON).startingIn(Month.APRIL);
    assertSpan(
        year,
        "2026-03-31T22:59:59.999Z",
        "2025-03-31T23:00:00Z",
        "2026-03-31T23:00:00Z",
        "year starting in April from 2025-04-01 in Europe/London");
    assertSpan(
        year,
        "2026-03-31T23:00:00Z",
        "2026-03-31T23:00:00Z",
        "2027-03-31T23:00:00Z",
        "year starting in April from 2026-04-01 in Europe/London");
  }

  @Test
  void B4_aTaxYearBeginsOnADayOfItsMonth() {
    BudgetWindow year = BudgetWindow.year(LONDON).startingIn(Month.APRIL).startingOnDay(6);
    assertThat(year).isEqualTo(BudgetWindow.year(LONDON).startingOnDay(6).startingIn(Month.APRIL));
    assertSpan(
        year,
        "2026-04-05T12:00:00Z",
        "2025-04-05T23:00:00Z",
        "2026-04-05T23:00:00Z",
        "year starting on day 6 of April from 2025-04-06 in Europe/London");
    assertSpan(
        BudgetWindow.year(LONDON).startingOnDay(6),
        "2026-01-05T12:00:00Z",
        "2025-01-06T00:00:00Z",
        "2026-01-06T00:00:00Z",
        "year starting on day 6 from 2025-01-06 in Europe/London");
  }

  @Test
  void B4_aFiscalQuarterIsCutShortAndDrawnOutByDaylightSaving() {
    assertSpan(
        BudgetWindow.quarter(BERLIN).startingIn(Month.FEBRUARY),
        "2026-03-29T01:00:00Z",
        "2026-01-31T23:00:00Z",
        "2026-04-30T22:00:00Z",
        "quarter starting in February from 2026-02-01 in Europe/Berlin");
    assertSpan(
        BudgetWindow.quarter(BERLIN).startingIn(Month.NOVEMBER).startingOnDay(15),
        "2026-01-31T12:00:00Z",
        "2025-11-14T23:00:00Z",
        "2026-02-14T23:00:00Z",
        "quarter starting on day 15 of February from 2025-11-15 in Europe/Berlin");
  }

  @Test
  void B4_aMonthBeginsOnItsDayAlsoWhereThatHasNoMidnight() {
    assertSpan(
        BudgetWindow.month(SAO_PAULO).startingOnDay(4),
        "2018-11-04T03:00:00Z",
        "2018-11-04T03:00:00Z",
        "2018-12-04T02:00:00Z",
        "month starting on day 4 from 2018-11-04 in America/Sao_Paulo");
    assertSpan(
        BudgetWindow.month(SAO_PAULO).startingOnDay(18),
        // The last hour of the 17th, for the second time.
        "2018-02-18T02:30:00Z",
        "2018-01-18T02:00:00Z",
        "2018-02-18T03:00:00Z",
        "month starting on day 18 from 2018-01-18 in America/Sao_Paulo");
  }

  @Test
  void B4_aMonthThatBeginsOnItsLastPossibleDayPassesFebruary() {
    BudgetWindow month = BudgetWindow.month(ZoneOffset.UTC).startingOnDay(28);
    assertSpan(
        month,
        "2026-02-27T23:59:59.999Z",
        "2026-01-28T00:00:00Z",
        "2026-02-28T00:00:00Z",
        "month starting on day 28 from 2026-01-28 in Z");
    assertSpan(
        month,
        "2028-02-29T00:00:00Z",
        "2028-02-28T00:00:00Z",
        "2028-03-28T00:00:00Z",
        "month starting on day 28 from 2028-02-28 in Z");
  }

  @Test
  void B4_aWeekBeginsOnItsDay() {
    assertSpan(
        BudgetWindow.week(BERLIN).startingOn(DayOfWeek.SUNDAY),
        "2026-10-25T12:00:00Z",
        "2026-10-24T22:00:00Z",
        "2026-10-31T23:00:00Z",
        "week starting on Sunday from 2026-10-25 in Europe/Berlin");
  }

  @Test
  void aSettingOnAWindowThatItDoesNotFitIsRefused() {
    assertRefused(
        () -> BudgetWindow.month(BERLIN).startingIn(Month.APRIL),
        "startingIn(APRIL) does not fit a window of month in Europe/Berlin",
        "quarter or year");
    assertRefused(
        () -> BudgetWindow.week(BERLIN).startingOnDay(2),
        "startingOnDay(2) does not fit a window of week in Europe/Berlin",
        "month, quarter or year");
    assertRefused(
        () -> BudgetWindow.day(BERLIN).startingOn(DayOfWeek.SUNDAY),
        "startingOn(SUNDAY) does not fit a window of day in Europe/Berlin",
        "for a week");
    assertRefused(() -> BudgetWindow.hour(BERLIN).startingOnDay(2), "hour in Europe/Berlin");
    assertRefused(() -> BudgetWindow.lifetime().startingIn(Month.MAY), "lifetime");
    assertRefused(
        () -> BudgetWindow.rolling(Duration.ofHours(1), 12).startingOnDay(1), "rolling PT1H");
  }

  @Test
  void fiscalSettingsThatOverlapAreRefused() {
    assertRefused(
        () -> BudgetWindow.year(BERLIN).startingIn(Month.JANUARY).startingIn(Month.APRIL),
        "startingIn(APRIL) contradicts what was said before",
        "year in Europe/Berlin",
        "say it once");
    assertRefused(
        () -> BudgetWindow.month(BERLIN).startingOnDay(5).startingOnDay(5),
        "startingOnDay(5)",
        "month starting on day 5");
    assertRefused(
        () -> BudgetWindow.week(BERLIN).startingOn(DayOfWeek.SUNDAY).startingOn(DayOfWeek.SATURDAY),
        "startingOn(SATURDAY)",
        "week starting on Sunday");
  }

  @Test
  void aDayThatSomeMonthHasNotIsRefused() {
    for (int day : new int[] {Integer.MIN_VALUE, -1, 0, 29, 31, Integer.MAX_VALUE}) {
      assertRefused(() -> BudgetWindow.month(BERLIN).startingOnDay(day), "day " + day, "1 to 28");
    }
  }

  @Test
  void windowsThatCannotBeToldApartAreEqual() {
    assertThat(BudgetWindow.year(BERLIN).startingIn(Month.JANUARY).startingOnDay(1))
        .isEqualTo(BudgetWindow.year(BERLIN))
        .hasSameHashCodeAs(BudgetWindow.year(BERLIN))
        .hasToString("year in Europe/Berlin");
    assertThat(BudgetWindow.quarter(BERLIN).startingIn(Month.OCTOBER))
        .isEqualTo(BudgetWindow.quarter(BERLIN));
    assertThat(BudgetWindow.quarter(BERLIN).startingIn(Month.NOVEMBER))
        .isEqualTo(BudgetWindow.quarter(BERLIN).startingIn(Month.AUGUST))
        .isNotEqualTo(BudgetWindow.quarter(BERLIN));
  }

  @Test
  void theNamesDoNotFollowTheLocaleOfTheProcess() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      assertThat(BudgetWindow.year(BERLIN).startingIn(Month.APRIL).startingOnDay(12))
          .hasToString("year starting on day 12 of April in Europe/Berlin");
      assertThat(BudgetWindow.week(BERLIN).startingOn(DayOfWeek.FRIDAY))
          .hasToString("week starting on Friday in Europe/Berlin");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Property(tries = 3_000)
  void B4_fiscalWindowsCoverTheTimeWithoutGapOrOverlapInEveryZone(
      @ForAll("windows") BudgetWindow window,
      @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long moment) {
    Span span = window.at(moment);
    assertThat(span.contains(moment)).isTrue();
    assertThat(window.at(span.startMillis())).isEqualTo(span);
    assertThat(window.at(span.endMillis() - 1)).isEqualTo(span);
    assertThat(window.at(span.endMillis()).startMillis()).isEqualTo(span.endMillis());
    assertThat(window.at(span.startMillis() - 1).endMillis()).isEqualTo(span.startMillis());
    assertThat(window.countsFromMillis(span)).isEqualTo(span.startMillis());
  }

  @Property(tries = 2_000)
  void B4_aFiscalYearIsFourFiscalQuartersAndAQuarterThreeMonths(
      @ForAll("zones") ZoneId zone,
      @ForAll Month month,
      @ForAll("days") int day,
      @ForAll @LongRange(min = 1_000_000_000_000L, max = 4_000_000_000_000L) long moment) {
    Span year = BudgetWindow.year(zone).startingIn(month).startingOnDay(day).at(moment);
    BudgetWindow quarters = BudgetWindow.quarter(zone).startingIn(month).startingOnDay(day);
    assertThat(endAfter(quarters, year, 4)).isEqualTo(year.endMillis());
    assertThat(endAfter(BudgetWindow.month(zone).startingOnDay(day), year, 12))
        .isEqualTo(year.endMillis());
    LocalDate first = LocalDate.ofInstant(Instant.ofEpochMilli(year.startMillis()), zone);
    assertThat(year.words()).endsWith(" from " + first + " in " + zone);
    assertThat(first.getMonth()).isEqualTo(month);
    assertThat(first.getDayOfMonth()).isEqualTo(day);
  }

  private static long endAfter(BudgetWindow window, Span year, int count) {
    Span span = window.at(year.startMillis());
    assertThat(span.startMillis()).isEqualTo(year.startMillis());
    for (int i = 1; i < count; i++) {
      span = window.at(span.endMillis());
    }
    return span.endMillis();
  }

  @Property(tries = 1_000)
  void differentWindowsHaveDifferentNames(
      @ForAll("windows") BudgetWindow one, @ForAll("windows") BudgetWindow other) {
    assertThat(one.toString().equals(other.toString())).isEqualTo(one.equals(other));
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    List<String> ids = ZoneId.getAvailableZoneIds().stream().sorted().toList();
    return Arbitraries.of(ids).map(ZoneId::of);
  }

  @Provide
  Arbitrary<Integer> days() {
    return Arbitraries.integers().between(1, 28);
  }

  @Provide
  Arbitrary<BudgetWindow> windows() {
    Arbitrary<BudgetWindow> byMonth =
        Combinators.combine(zones(), Arbitraries.of(Month.class), days())
            .flatAs(
                (zone, month, day) ->
                    Arbitraries.of(
                        BudgetWindow.year(zone).startingIn(month).startingOnDay(day),
                        BudgetWindow.quarter(zone).startingIn(month).startingOnDay(day),
                        BudgetWindow.month(zone).startingOnDay(day)));
    Arbitrary<BudgetWindow> byWeekday =
        Combinators.combine(zones(), Arbitraries.of(DayOfWeek.class))
            .as((zone, weekday) -> BudgetWindow.week(zone).startingOn(weekday));
    return Arbitraries.oneOf(byMonth, byWeekday);
  }
}
