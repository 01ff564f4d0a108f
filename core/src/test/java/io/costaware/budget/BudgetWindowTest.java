package io.costaware.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.budget.BudgetWindow.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BudgetWindowTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZoneId SAO_PAULO = ZoneId.of("America/Sao_Paulo");
  private static final List<Function<ZoneId, BudgetWindow>> KINDS =
      List.of(
          BudgetWindow::minute,
          BudgetWindow::hour,
          BudgetWindow::day,
          BudgetWindow::week,
          BudgetWindow::month,
          BudgetWindow::quarter,
          BudgetWindow::year);
  // Among them offsets of half hours, a date that never was, and clocks that go back over midnight.
  private static final List<ZoneId> ZONES =
      List.of(
          BERLIN,
          SAO_PAULO,
          ZoneId.of("Australia/Lord_Howe"),
          ZoneId.of("Pacific/Apia"),
          ZoneId.of("America/St_Johns"),
          ZoneId.of("Asia/Kolkata"),
          ZoneOffset.ofHours(-3));

  private static Span at(BudgetWindow window, String instant) {
    return window.at(Instant.parse(instant).toEpochMilli());
  }

  private static void assertSpan(Span span, String start, String end, String words) {
    assertThat(Instant.ofEpochMilli(span.startMillis())).isEqualTo(Instant.parse(start));
    assertThat(Instant.ofEpochMilli(span.endMillis())).isEqualTo(Instant.parse(end));
    assertThat(span.words()).isEqualTo(words);
  }

  @Test
  void B4_aDayHasTwentyThreeHoursWhereTheClockGoesForward() {
    assertSpan(
        at(BudgetWindow.day(BERLIN), "2026-03-29T12:00:00Z"),
        "2026-03-28T23:00:00Z",
        "2026-03-29T22:00:00Z",
        "day from 2026-03-29 in Europe/Berlin");
  }

  @Test
  void B4_aDayHasTwentyFiveHoursWhereTheClockGoesBack() {
    assertSpan(
        at(BudgetWindow.day(BERLIN), "2026-10-25T12:00:00Z"),
        "2026-10-24T22:00:00Z",
        "2026-10-25T23:00:00Z",
        "day from 2026-10-25 in Europe/Berlin");
  }

  @Test
  void B4_theHourThatIsRepeatedIsTwoWindows() {
    assertSpan(
        at(BudgetWindow.hour(BERLIN), "2026-10-25T00:30:00Z"),
        "2026-10-25T00:00:00Z",
        "2026-10-25T01:00:00Z",
        "hour from 2026-10-25T02:00+02:00 in Europe/Berlin");
    assertSpan(
        at(BudgetWindow.hour(BERLIN), "2026-10-25T01:00:00Z"),
        "2026-10-25T01:00:00Z",
        "2026-10-25T02:00:00Z",
        "hour from 2026-10-25T02:00+01:00 in Europe/Berlin");
  }

  @Test
  void B4_theHourThatIsSkippedIsNone() {
    BudgetWindow hour = BudgetWindow.hour(BERLIN);
    Span before = at(hour, "2026-03-29T00:59:59.999Z");
    assertSpan(
        hour.at(before.endMillis()),
        "2026-03-29T01:00:00Z",
        "2026-03-29T02:00:00Z",
        "hour from 2026-03-29T03:00+02:00 in Europe/Berlin");
  }

  @Test
  void B4_aDayWithoutMidnightBeginsAtOne() {
    assertSpan(
        at(BudgetWindow.day(SAO_PAULO), "2018-11-04T12:00:00Z"),
        "2018-11-04T03:00:00Z",
        "2018-11-05T02:00:00Z",
        "day from 2018-11-04 in America/Sao_Paulo");
  }

  @Test
  void B4_theHourBeforeMidnightThatIsRepeatedBelongsToTheOldDay() {
    BudgetWindow day = BudgetWindow.day(SAO_PAULO);
    assertSpan(
        at(day, "2018-02-18T02:30:00Z"),
        "2018-02-17T02:00:00Z",
        "2018-02-18T03:00:00Z",
        "day from 2018-02-17 in America/Sao_Paulo");
    assertThat(day.at(Instant.parse("2018-02-18T03:00:00Z").toEpochMilli()).words())
        .startsWith("day from 2018-02-18");
  }

  @Test
  void B4_halfAnHourOfOffsetCutsTheHour() {
    BudgetWindow hour = BudgetWindow.hour(ZoneId.of("Australia/Lord_Howe"));
    assertSpan(
        at(hour, "2026-04-04T15:10:00Z"),
        "2026-04-04T15:00:00Z",
        "2026-04-04T15:30:00Z",
        "hour from 2026-04-05T01:30+10:30 in Australia/Lord_Howe");
  }

  @Test
  void theLeapDayIsADayOfItsMonth() {
    assertSpan(
        at(BudgetWindow.day(ZoneOffset.UTC), "2028-02-29T23:59:59.999Z"),
        "2028-02-29T00:00:00Z",
        "2028-03-01T00:00:00Z",
        "day from 2028-02-29 in Z");
    assertThat(at(BudgetWindow.month(ZoneOffset.UTC), "2028-02-29T12:00:00Z").endMillis())
        .isEqualTo(Instant.parse("2028-03-01T00:00:00Z").toEpochMilli());
  }

  @Test
  void weeksBeginOnMondayAcrossTheYear() {
    assertSpan(
        at(BudgetWindow.week(BERLIN), "2027-01-03T22:59:59Z"),
        "2026-12-27T23:00:00Z",
        "2027-01-03T23:00:00Z",
        "week from 2026-12-28 in Europe/Berlin");
  }

  @Test
  void quartersAndYearsFollowTheZone() {
    assertSpan(
        at(BudgetWindow.quarter(BERLIN), "2026-11-21T05:00:00Z"),
        "2026-09-30T22:00:00Z",
        "2026-12-31T23:00:00Z",
        "quarter from 2026-10-01 in Europe/Berlin");
    assertThat(at(BudgetWindow.year(BERLIN), "2026-12-31T23:00:00Z").words())
        .isEqualTo("year from 2027-01-01 in Europe/Berlin");
  }

  @Test
  void aLifetimeHasNoEnd() {
    Span span = BudgetWindow.lifetime().at(0);
    assertThat(span.resetsAt()).isNull();
    assertThat(span.contains(Instant.parse("9999-01-01T00:00:00Z").toEpochMilli())).isTrue();
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without null checks may do
  void aNullZoneIsRefused() {
    assertThatThrownBy(() -> BudgetWindow.day(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("zone");
  }

  @Property(tries = 4_000)
  void B4_windowsCoverTheTimeWithoutGapOrOverlap(
      @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long moment,
      @ForAll @LongRange(min = 0, max = 6) long kind,
      @ForAll @LongRange(min = 0, max = 6) long zone) {
    BudgetWindow window = KINDS.get((int) kind).apply(ZONES.get((int) zone));
    assertPartition(window, moment);
  }

  @Property(tries = 4_000)
  void B4_soTheyDoAroundChangesOfTheOffset(
      @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long moment,
      @ForAll @LongRange(min = -7_200_000, max = 7_200_000) long distance,
      @ForAll @LongRange(min = 0, max = 6) long kind,
      @ForAll @LongRange(min = 0, max = 6) long zone) {
    ZoneId place = ZONES.get((int) zone);
    var change = place.getRules().nextTransition(Instant.ofEpochMilli(moment));
    if (change != null) {
      assertPartition(
          KINDS.get((int) kind).apply(place), change.getInstant().toEpochMilli() + distance);
    }
  }

  private static void assertPartition(BudgetWindow window, long moment) {
    Span span = window.at(moment);
    assertThat(span.contains(moment)).isTrue();
    assertThat(window.at(span.startMillis())).isEqualTo(span);
    assertThat(window.at(span.endMillis() - 1)).isEqualTo(span);
    assertThat(window.at(span.endMillis()).startMillis()).isEqualTo(span.endMillis());
    assertThat(window.at(span.startMillis() - 1).endMillis()).isEqualTo(span.startMillis());
    assertThat(Duration.ofMillis(span.endMillis() - span.startMillis())).isPositive();
  }
}
