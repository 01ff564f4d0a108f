package io.costaware.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.ledger.InMemoryLedger;
import io.costaware.money.Money;
import io.costaware.tags.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Public threads in which a window was reset too late, too often, or with another one's spend. */
class WindowResetTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Tags SUPPORT = Tags.of("team", "support");

  private final AtomicReference<Instant> now = new AtomicReference<>();

  private InMemoryLedger ledger(String moment, Budget... budgets) {
    now.set(Instant.parse(moment));
    return InMemoryLedger.of(List.of(budgets), Money.USD, now::get);
  }

  private HoldAnswer hold(BudgetLedger ledger, String usd) {
    return ledger.hold(
        ledger.match(SUPPORT, null), Demand.of(Money.usd(usd), 10, 1), now.get().toEpochMilli());
  }

  private boolean spend(BudgetLedger ledger, String usd) {
    if (hold(ledger, usd) instanceof HoldAnswer.Granted granted) {
      ledger.settle(granted.hold(), Demand.of(Money.usd(usd), 10, 1));
      return true;
    }
    return false;
  }

  private static Map<String, String> settled(BudgetLedger ledger) {
    return ledger.status().stream()
        .collect(Collectors.toMap(BudgetStatus::budget, one -> one.settled().toString()));
  }

  @Test
  @Tag("litellm#39726")
  void B4_theFirstCallOfANewWindowPassesHoweverOftenOneWasRefusedBefore() {
    InMemoryLedger ledger =
        ledger("2026-11-30T22:59:59.999Z", Budget.named("a").limit("1", "USD").perMonth(BERLIN));
    assertThat(spend(ledger, "1")).isTrue();
    for (int retry = 0; retry < 100; retry++) {
      assertThat(spend(ledger, "0.01")).isFalse();
    }
    now.set(Instant.parse("2026-11-30T23:00:00Z"));
    assertThat(spend(ledger, "1")).isTrue();
    assertThat(spend(ledger, "0.01")).isFalse();
  }

  @Test
  @Tag("litellm#22013")
  void B4_spendAtTheTurnOfAWindowIsInExactlyOneOfThem() {
    InMemoryLedger ledger =
        ledger(
            "2026-11-25T23:59:59.999Z", Budget.named("a").limit("1", "USD").perDay(ZoneOffset.UTC));
    HoldAnswer before = hold(ledger, "0.4");
    now.set(Instant.parse("2026-11-26T00:00:00Z"));
    assertThat(spend(ledger, "0.7")).isTrue();
    // It settles in the window that admitted it, and leaves the fresh spend of the new one.
    ledger.settle(((HoldAnswer.Granted) before).hold(), Demand.of(Money.usd("0.4"), 10, 1));
    assertThat(settled(ledger)).containsEntry("a", "0.7 USD");
    ledger.sweep(now.get().toEpochMilli());
    assertThat(settled(ledger)).containsEntry("a", "0.7 USD");
  }

  @Test
  @Tag("litellm#34492")
  void B4_aNewWindowDoesNotInheritWhatALifetimeHasSpent() {
    InMemoryLedger ledger =
        ledger(
            "2026-11-25T12:00:00Z",
            Budget.named("ever").limit("10", "USD").lifetime(),
            Budget.named("day").limit("1", "USD").perDay(ZoneOffset.UTC));
    for (int day = 0; day < 4; day++) {
      assertThat(spend(ledger, "0.9")).isTrue();
      now.set(now.get().plus(Duration.ofDays(1)));
    }
    assertThat(settled(ledger)).isEqualTo(Map.of("ever", "3.6 USD", "day", "0 USD"));
  }

  @Test
  @Tag("litellm#38686")
  void B4_eachOfSeveralWindowsTurnsByItself() {
    InMemoryLedger ledger =
        ledger(
            "2026-11-30T22:30:00Z",
            Budget.named("hour").limit("1", "USD").perHour(ZoneOffset.UTC),
            Budget.named("day").limit("5", "USD").perDay(ZoneOffset.UTC),
            Budget.named("week").limit("5", "USD").perWeek(ZoneOffset.UTC),
            Budget.named("month").limit("5", "USD").perMonth(BERLIN));
    assertThat(spend(ledger, "0.8")).isTrue();
    assertThat(spend(ledger, "0.8")).isFalse();
    now.set(Instant.parse("2026-11-30T23:00:00Z"));
    assertThat(spend(ledger, "0.7")).isTrue();
    assertThat(settled(ledger))
        .isEqualTo(
            Map.of("hour", "0.7 USD", "day", "1.5 USD", "week", "1.5 USD", "month", "0.7 USD"));
    now.set(Instant.parse("2026-12-01T00:00:00Z"));
    assertThat(settled(ledger))
        .isEqualTo(Map.of("hour", "0 USD", "day", "0 USD", "week", "1.5 USD", "month", "0.7 USD"));
  }

  @Test
  @Tag("litellm#7129")
  @Tag("litellm#5651")
  @Tag("litellm#8364")
  @Tag("litellm#24675")
  void B4_aBudgetThatNobodyAskedForYearsBeginsAnewAtTheNextCall() {
    InMemoryLedger ledger =
        ledger("2024-01-15T12:00:00Z", Budget.named("a").limit("1", "USD").perMonth(BERLIN));
    assertThat(spend(ledger, "1")).isTrue();
    now.set(Instant.parse("2026-11-26T12:00:00Z"));
    assertThat(spend(ledger, "1")).isTrue();
    assertThat(ledger.status().get(0).window()).isEqualTo("month from 2026-11-01 in Europe/Berlin");
    assertThat(ledger.status().get(0).resetsAt()).isEqualTo(Instant.parse("2026-11-30T23:00:00Z"));
  }

  @Test
  @Tag("bifrost#5770")
  void B8_aThresholdIsAPartOfTheLimitOfTheWindowThatRuns() {
    InMemoryLedger ledger =
        ledger(
            "2026-11-25T12:00:00Z",
            Budget.named("a").limit("15", "USD").perDay(ZoneOffset.UTC).warnAt(50, 80, 99));
    assertThat(spend(ledger, "14.9")).isTrue();
    assertThat(ledger.status().get(0).thresholdsPassed()).containsExactly(50, 80, 99);
    now.set(Instant.parse("2026-11-26T12:00:00Z"));
    assertThat(spend(ledger, "0.4")).isTrue();
    assertThat(ledger.status().get(0).thresholdsPassed()).isEmpty();
    assertThat(spend(ledger, "7.1")).isTrue();
    assertThat(ledger.status().get(0).thresholdsPassed()).containsExactly(50);
  }

  @Test
  @Tag("litellm#39726")
  void B4_aRollingWindowNeverCountsLessThanItsLength() {
    InMemoryLedger ledger =
        ledger(
            "2026-11-26T12:04:59.999Z",
            Budget.named("a").limit("1", "USD").perRolling(Duration.ofHours(1), 12));
    assertThat(spend(ledger, "1")).isTrue();
    now.set(Instant.parse("2026-11-26T13:04:59.999Z"));
    assertThat(spend(ledger, "0.01")).isFalse();
    now.set(Instant.parse("2026-11-26T13:05:00Z"));
    assertThat(spend(ledger, "1")).isTrue();
  }

  @Test
  @Tag("litellm#38686")
  void B4_aFiscalMonthTurnsOnItsDayAndTheCalendarsOnTheFirst() {
    InMemoryLedger ledger =
        ledger(
            "2026-11-14T22:59:59Z",
            Budget.named("fiscal")
                .limit("1", "USD")
                .within(BudgetWindow.month(BERLIN).startingOnDay(15)),
            Budget.named("calendar").limit("9", "USD").perMonth(BERLIN));
    assertThat(spend(ledger, "1")).isTrue();
    assertThat(spend(ledger, "1")).isFalse();
    now.set(Instant.parse("2026-11-14T23:00:00Z"));
    assertThat(spend(ledger, "1")).isTrue();
    assertThat(settled(ledger)).isEqualTo(Map.of("fiscal", "1 USD", "calendar", "2 USD"));
  }

  private Shortfall refusal(BudgetLedger ledger, String usd) {
    return ((HoldAnswer.Refused) hold(ledger, usd)).shortfall();
  }

  @Test
  void B8_aRollingWindowSaysWhenItsOldestSpendPassesOut() {
    InMemoryLedger ledger =
        ledger(
            "2026-11-26T12:04:59.999Z",
            Budget.named("a").limit("1", "USD").perRolling(Duration.ofHours(1), 12));
    Shortfall empty = refusal(ledger, "1.5");
    assertThat(empty.resetsAt()).as("nothing is spent, so waiting does not help").isNull();
    assertThat(empty.describe()).contains("Nothing has been spent that could pass out of it;");
    assertThat(ledger.status().get(0).resetsAt()).isNull();

    assertThat(spend(ledger, "0.4")).isTrue();
    now.set(Instant.parse("2026-11-26T12:23:00Z"));
    assertThat(spend(ledger, "0.6")).isTrue();
    now.set(Instant.parse("2026-11-26T12:59:00Z"));
    Shortfall lack = refusal(ledger, "0.4");
    assertThat(lack.rolling()).isTrue();
    assertThat(lack.resetsAt()).isEqualTo(Instant.parse("2026-11-26T13:05:00Z"));
    assertThat(lack.describe())
        .contains("Its oldest spend passes out at 2026-11-26T13:05:00Z;")
        .doesNotContain("resets");
    assertThat(ledger.status().get(0).resetsAt()).isEqualTo(lack.resetsAt());

    now.set(lack.resetsAt().minusMillis(1));
    assertThat(spend(ledger, "0.4")).isFalse();
    now.set(lack.resetsAt());
    assertThat(spend(ledger, "0.4")).isTrue();
    assertThat(refusal(ledger, "0.1").resetsAt()).isEqualTo(Instant.parse("2026-11-26T13:25:00Z"));
  }

  @Test
  void B8_whatIsHeldInTheBucketOfTheMomentPassesOutWithIt() {
    InMemoryLedger ledger =
        ledger(
            "2026-11-26T12:01:00Z",
            Budget.named("a").limit("1", "USD").perRolling(Duration.ofHours(1), 12));
    assertThat(hold(ledger, "1")).isInstanceOf(HoldAnswer.Granted.class);
    assertThat(refusal(ledger, "0.1").resetsAt()).isEqualTo(Instant.parse("2026-11-26T13:05:00Z"));
  }
}
