package io.costaware.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.budget.BudgetLedger;
import io.costaware.budget.BudgetMode;
import io.costaware.budget.BudgetStatus;
import io.costaware.budget.Demand;
import io.costaware.budget.Hold;
import io.costaware.budget.HoldAnswer;
import io.costaware.budget.Shortfall;
import io.costaware.money.Money;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Subjects, windows, modes and raises, and other budgets in the place of those there are. */
abstract class BudgetRulePromises extends HoldEndingPromises {
  private static final Duration HOUR = Duration.ofHours(1);

  private static Budget tenants(String limit) {
    return Budget.named("tenants").each("tenant").limit(limit, "USD").perDay(BERLIN);
  }

  private HoldAnswer tryHold(BudgetLedger ledger, Tags tags, Demand demand) {
    return ledger.hold(ledger.match(tags, null), demand, now.get());
  }

  private static Shortfall shortfall(HoldAnswer answer) {
    return answer.fold(
        hold -> {
          throw new AssertionError("held " + hold.demand() + " beyond the limit");
        },
        lack -> lack);
  }

  private static BudgetStatus status(BudgetLedger ledger, String budget) {
    return ledger.status().stream()
        .filter(status -> status.budget().equals(budget))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void B1_eachSubjectHasTheWholeLimitForItself() {
    BudgetLedger ledger = ledger(tenants("5"));
    Tags acme = Tags.of("tenant", "acme", "team", "support");
    Hold first = tryHold(ledger, acme, usd("5")).fold(hold -> hold, lack -> failOn(lack));
    Shortfall lack = shortfall(tryHold(ledger, acme, usd("0.01")));
    assertThat(lack.subject()).isEqualTo("tenant=acme");
    assertThat(lack.describe()).contains("tenant=acme", "5 USD");
    assertThat(tryHold(ledger, Tags.of("tenant", "zeta"), usd("4")))
        .isInstanceOf(HoldAnswer.Granted.class);
    assertThat(ledger.match(Tags.of("team", "support"), null).isEmpty()).isTrue();
    ledger.settle(first, usd("2"));
    assertThat(ledger.status("tenants").map(BudgetStatus::subject))
        .containsExactlyInAnyOrder("tenant=acme", "tenant=zeta");
    assertThat(ledger.status("tenants").filter(s -> s.subject().equals("tenant=acme")).findFirst())
        .hasValueSatisfying(
            status -> {
              assertThat(status.settled()).isEqualTo(money("2"));
              assertThat(status.held()).isEqualTo(money("0"));
            });
  }

  private static Hold failOn(Shortfall lack) {
    throw new AssertionError(lack.describe());
  }

  @Test
  @Tag("litellm#40095")
  void B1_theFirstCallsOfASubjectNobodyKnewShareOneLimit() {
    BudgetLedger ledger = ledger(tenants("3"));
    Tags stranger = Tags.of("tenant", "never-seen");
    AtomicInteger granted = new AtomicInteger();
    Race.of(
        8,
        racer -> {
          if (tryHold(ledger, stranger, usd("1")) instanceof HoldAnswer.Granted) {
            granted.incrementAndGet();
          }
        });
    assertThat(granted).hasValue(3);
  }

  @Test
  void severalTagsMakeASubjectByTheirCombination() {
    BudgetLedger ledger =
        ledger(Budget.named("pairs").each("tenant", "app").limitRequests(1).perDay(BERLIN));
    Demand one = Demand.of(Money.usd("0"), 0, 1);
    assertThat(tryHold(ledger, Tags.of("tenant", "a", "app", "x"), one))
        .isInstanceOf(HoldAnswer.Granted.class);
    assertThat(tryHold(ledger, Tags.of("tenant", "a", "app", "y"), one))
        .isInstanceOf(HoldAnswer.Granted.class);
    assertThat(shortfall(tryHold(ledger, Tags.of("tenant", "a", "app", "x"), one)).subject())
        .isEqualTo("tenant=a, app=x");
  }

  @Test
  void moreSubjectsThanABudgetKeepsCountOfAreRefused() {
    BudgetLedger ledger = ledger(tenants("5").maxSubjects(2));
    Hold a = tryHold(ledger, Tags.of("tenant", "a"), usd("1")).fold(h -> h, l -> failOn(l));
    tryHold(ledger, Tags.of("tenant", "b"), usd("1"));
    Shortfall lack = shortfall(tryHold(ledger, Tags.of("tenant", "c"), usd("1")));
    assertThat(lack.cause()).isEqualTo(Shortfall.Cause.TOO_MANY_SUBJECTS);
    assertThat(lack.subject()).isEqualTo("tenant=c");
    assertThat(lack.describe()).contains("maxSubjects");
    ledger.release(a);
    assertThat(tryHold(ledger, Tags.of("tenant", "a"), usd("1")))
        .isInstanceOf(HoldAnswer.Granted.class);
  }

  @Test
  void aBudgetThatOnlyWarnsOfTooManySubjectsHidesNoneThatRefuses() {
    Budget second = Budget.named("w").each("tenant").limit("5", "USD").perDay(BERLIN);
    BudgetLedger ledger =
        ledger(tenants("5").maxSubjects(1), second.maxSubjects(1).warnOnly(), dollars("x", "9"));
    tryHold(ledger, Tags.of("tenant", "a"), usd("1"));
    assertThat(shortfall(tryHold(ledger, Tags.of("tenant", "b"), usd("1"))).budget())
        .isEqualTo("tenants");
  }

  @Test
  void subjectsThatWereOnlyLookedUpTakeNoPlaceForLong() {
    BudgetLedger ledger = ledger(tenants("5").maxSubjects(1));
    assertThat(ledger.match(Tags.of("tenant", "a"), null).isEmpty()).isFalse();
    now.addAndGet(HOUR.toMillis());
    ledger.sweep(now.get());
    assertThat(tryHold(ledger, Tags.of("tenant", "b"), usd("1")))
        .isInstanceOf(HoldAnswer.Granted.class);
  }

  @Test
  void valuesWithCommasMakeNoSubjectLikeAnother() {
    BudgetLedger ledger =
        ledger(Budget.named("pairs").each("tenant", "user").limit("5", "USD").perDay(BERLIN));
    Tags one = Tags.of("tenant", "a, user=b", "user", "c");
    Tags other = Tags.of("tenant", "a", "user", "b, user=c");
    tryHold(ledger, one, usd("5"));
    assertThat(tryHold(ledger, other, usd("5"))).isInstanceOf(HoldAnswer.Granted.class);
    assertThat(ledger.status("pairs").map(BudgetStatus::subject).distinct()).hasSize(2);
  }

  @Test
  void aCallThatTakesNothingIsHeldWhereABudgetHasRoom() {
    BudgetLedger ledger = ledger(dollars("month", "10"));
    ledger.settle(hold(ledger, usd("4")), usd("4"));
    hold(ledger, usd("0"));
  }

  @Test
  void B2_levelsAndWindowsOfOneSubjectMustAllPass() {
    BudgetLedger ledger =
        ledger(
            Budget.named("company").limit("100", "USD").perMonth(BERLIN),
            Budget.named("tenant-month").each("tenant").limit("20", "USD").perMonth(BERLIN),
            Budget.named("tenant-day").each("tenant").limit("5", "USD").perDay(BERLIN),
            Budget.named("tenant-calls").each("tenant").limitRequests(3).perHour(BERLIN));
    Tags acme = Tags.of("tenant", "acme");
    assertThat(shortfall(tryHold(ledger, acme, usd("6"))).budget()).isEqualTo("tenant-day");
    assertThat(status(ledger, "company").held()).isEqualTo(money("0"));
    Demand call = Demand.of(Money.usd("1"), 10, 1);
    for (int i = 0; i < 3; i++) {
      assertThat(tryHold(ledger, acme, call)).isInstanceOf(HoldAnswer.Granted.class);
    }
    assertThat(shortfall(tryHold(ledger, acme, call)).budget()).isEqualTo("tenant-calls");
    assertThat(status(ledger, "company").held()).isEqualTo(money("3"));
  }

  @Test
  void onlyCallsOfTheOperationsNamedAreCovered() {
    BudgetLedger ledger =
        ledger(
            Budget.named("streams")
                .operation(Operation.CONVERSE_STREAM)
                .limit("1", "USD")
                .lifetime());
    assertThat(ledger.match(Tags.none(), null, Operation.CONVERSE_STREAM).isEmpty()).isFalse();
    assertThat(ledger.match(Tags.none(), null, Operation.CONVERSE).isEmpty()).isTrue();
    assertThat(ledger.match(Tags.none(), null, null).isEmpty()).isTrue();
  }

  @Test
  void B4_aRollingWindowCountsItsOldestBucketWhole() {
    BudgetLedger ledger = ledger(Budget.named("rolling").limit("10", "USD").perRolling(HOUR, 4));
    long quarter = HOUR.toMillis() / 4;
    now.set(NOON);
    ledger.settle(hold(ledger, usd("6")), usd("6"));
    now.addAndGet(quarter);
    ledger.settle(hold(ledger, usd("4")), usd("4"));
    Shortfall lack = refusal(ledger, usd("0.01"));
    assertThat(lack.settled()).isEqualTo(money("10"));
    assertThat(lack.window()).contains("oldest counted whole");
    assertThat(lack.rolling()).isTrue();
    assertThat(lack.resetsAt()).as("B8").isEqualTo(Instant.ofEpochMilli(NOON + 5 * quarter));
    now.set(NOON + 5 * quarter - 1);
    assertThat(refusal(ledger, usd("0.01")).settled()).isEqualTo(money("10"));
    now.set(NOON + 5 * quarter);
    hold(ledger, usd("6"));
    assertThat(refusal(ledger, usd("0.01")).held()).isEqualTo(money("6"));
  }

  @Test
  void B1_callersThatRaceNeverPassARollingLimitWhileBucketsChange() {
    BudgetLedger ledger = ledger(Budget.named("rolling").limit("50", "USD").perRolling(HOUR, 60));
    AtomicInteger granted = new AtomicInteger();
    Race.of(
        8,
        racer -> {
          for (int i = 0; i < 200; i++) {
            if (racer == 0 && i % 5 == 0) {
              now.addAndGet(HOUR.toMillis() / 60);
            }
            if (tryHold(ledger, Tags.none(), usd("1")) instanceof HoldAnswer.Granted) {
              granted.incrementAndGet();
            }
          }
        });
    // Forty buckets later all of them still count.
    assertThat(granted).hasValue(50);
  }

  @Test
  void B4_anExtensionInAnEarlierBucketIsMeasuredByAllThatCount() {
    BudgetLedger ledger = ledger(Budget.named("rolling").limit("10", "USD").perRolling(HOUR, 4));
    Hold early = hold(ledger, usd("2"));
    now.addAndGet(HOUR.toMillis() / 4);
    hold(ledger, usd("7"));
    assertThat(ledger.extend(early, usd("2"))).isInstanceOf(HoldAnswer.Refused.class);
    assertThat(ledger.extend(early, usd("1"))).isInstanceOf(HoldAnswer.Granted.class);
    assertThat(status(ledger, "rolling").held()).isEqualTo(money("10"));
    ledger.release(early);
    assertThat(status(ledger, "rolling").held()).isEqualTo(money("7"));
  }

  @Test
  void aBudgetThatOnlyWarnsAdmitsCountsAndSaysSo() {
    BudgetLedger ledger = ledger(dollars("soft", "1").warnOnly(), dollars("hard", "3"));
    HoldAnswer answer = tryHold(ledger, usd("2"));
    assertThat(answer).isInstanceOf(HoldAnswer.Granted.class);
    assertThat(((HoldAnswer.Granted) answer).unenforced())
        .singleElement()
        .satisfies(
            lack -> {
              assertThat(lack.budget()).isEqualTo("soft");
              assertThat(lack.asked()).isEqualTo(money("2"));
            });
    assertStands(ledger, "soft", "0 USD", "2 USD");
    assertThat(refusal(ledger, usd("2")).budget()).isEqualTo("hard");
    assertStands(ledger, "soft", "0 USD", "2 USD");
    ledger.settle(((HoldAnswer.Granted) answer).hold(), usd("2"));
    assertStands(ledger, "soft", "2 USD", "0 USD");
  }

  @Test
  void aPausedBudgetRefusesEveryCall() {
    BudgetLedger ledger = ledger(dollars("stop", "100").paused());
    Shortfall lack = refusal(ledger, usd("0.01"));
    assertThat(lack.cause()).isEqualTo(Shortfall.Cause.PAUSED);
    assertThat(lack.describe()).contains("'stop'", "paused");
    assertThat(status(ledger, "stop").mode()).isEqualTo(BudgetMode.PAUSE);
  }

  @Test
  void aRaiseGivesRoomUntilItsEnd() {
    Instant end = Instant.ofEpochMilli(NOON).plus(HOUR);
    BudgetLedger ledger = ledger(dollars("month", "10").raise("5", "USD", end));
    Hold hold = hold(ledger, usd("15"));
    assertThat(refusal(ledger, usd("0.01")).limit()).isEqualTo(money("15"));
    ledger.settle(hold, usd("12"));
    now.set(end.toEpochMilli());
    Shortfall lack = refusal(ledger, usd("0.01"));
    assertThat(lack.limit()).isEqualTo(money("10"));
    assertThat(lack.settled()).isEqualTo(money("12"));
  }

  @Test
  @Tag("bifrost#5770")
  void thresholdsAreReachedByTheWindowThatCounts() {
    BudgetLedger ledger =
        ledger(dollars("month", "15").warnAt(50, 99), dollars("x", "100").warnAt(1));
    ledger.settle(hold(ledger, usd("0.40")), usd("0.40"));
    assertThat(status(ledger, "month").thresholdsPassed()).isEmpty();
    ledger.settle(hold(ledger, usd("7.10")), usd("7.10"));
    assertThat(status(ledger, "month").thresholdsPassed()).containsExactly(50);
    now.set(NEXT_MONTH);
    assertThat(status(ledger, "month").thresholdsPassed()).isEmpty();
  }

  @Test
  void otherLimitsKeepWhatWasSpent() {
    BudgetLedger ledger = ledger(dollars("month", "10"), dollars("other", "5"));
    ledger.settle(hold(ledger, usd("4")), usd("4"));
    Hold open = hold(ledger, usd("1"));
    assertThat(ledger.replace(List.of(dollars("month", "5"), dollars("new", "2"))))
        .containsExactly("new");
    assertStands(ledger, "month", "4 USD", "1 USD");
    assertThat(refusal(ledger, usd("0.01")).limit()).isEqualTo(money("5"));
    ledger.settle(open, usd("0.5"));
    assertStands(ledger, "month", "4.5 USD", "0 USD");
    assertThat(ledger.status()).extracting(BudgetStatus::budget).containsExactly("month", "new");
    ledger.replace(List.of(dollars("month", "20")));
    hold(ledger, usd("15.5"));
  }

  @Test
  void subjectsKeepTheirCountsUnderOtherLimits() {
    BudgetLedger ledger = ledger(tenants("5"));
    Tags acme = Tags.of("tenant", "acme");
    tryHold(ledger, acme, usd("5"));
    assertThat(ledger.replace(List.of(tenants("6")))).isEmpty();
    assertThat(tryHold(ledger, acme, usd("1"))).isInstanceOf(HoldAnswer.Granted.class);
    assertThat(shortfall(tryHold(ledger, acme, usd("1"))).held()).isEqualTo(money("6"));
  }

  @Test
  void whatCountsOtherwiseBeginsAtZero() {
    BudgetLedger ledger = ledger(dollars("month", "10"));
    hold(ledger, usd("4"));
    Budget daily = Budget.named("month").limit("10", "USD").perDay(BERLIN);
    assertThat(ledger.replace(List.of(daily))).containsExactly("month");
    assertStands(ledger, "month", "0 USD", "0 USD");
    Budget tokens = Budget.named("month").limitTokens(10).perDay(BERLIN);
    assertThat(ledger.replace(List.of(tokens))).containsExactly("month");
    assertThat(status(ledger, "month").limit()).isEqualTo(new Amount.OfTokens(10));
  }

  @Test
  void budgetsThatCannotBeTakenChangeNothing() {
    BudgetLedger ledger = ledger(dollars("month", "10"));
    Budget euros = Budget.named("euros").limit("1", "EUR").lifetime();
    assertThatThrownBy(() -> ledger.replace(List.of(dollars("month", "99"), euros)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'euros'", "EUR", "USD");
    assertThat(status(ledger, "month").limit()).isEqualTo(money("10"));
    assertThatThrownBy(() -> ledger.status("none").count())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'none'", "month");
  }

  @Test
  void spendThatHappensAnywayIsHeldBeyondTheLimit() {
    BudgetLedger ledger = ledger(dollars("month", "10"));
    Hold hold = hold(ledger, usd("9"));
    ledger.extendRegardless(hold, usd("3"));
    assertThat(hold.demand().cost()).isEqualTo(Money.usd("12"));
    assertStands(ledger, "month", "0 USD", "12 USD");
    ledger.settle(hold, usd("11"));
    assertStands(ledger, "month", "11 USD", "0 USD");
    ledger.extendRegardless(hold, usd("3"));
    assertStands(ledger, "month", "11 USD", "0 USD");
  }

  @Test
  @Tag("litellm#39726")
  @Tag("litellm#38686")
  void B4_aWindowThatIsOverTakesNothingWithItFromAnother() {
    BudgetLedger ledger =
        ledger(
            dollars("month", "100"),
            Budget.named("day").limit("10", "USD").perDay(BERLIN),
            Budget.named("hour").limit("10", "USD").perHour(BERLIN));
    ledger.settle(hold(ledger, usd("10")), usd("10"));
    refusal(ledger, usd("1"));
    now.addAndGet(HOUR.toMillis());
    assertThat(refusal(ledger, usd("1")).budget()).isEqualTo("day");
    now.addAndGet(Duration.ofDays(1).toMillis());
    hold(ledger, usd("10"));
    assertStands(ledger, "month", "10 USD", "10 USD");
  }

  @Test
  void subjectsWhoseWindowIsOverMakeRoomForOthers() {
    BudgetLedger ledger = ledger(tenants("5").maxSubjects(1));
    Hold a = tryHold(ledger, Tags.of("tenant", "a"), usd("1")).fold(h -> h, l -> failOn(l));
    ledger.settle(a, usd("1"));
    assertThat(shortfall(tryHold(ledger, Tags.of("tenant", "b"), usd("1"))).cause())
        .isEqualTo(Shortfall.Cause.TOO_MANY_SUBJECTS);
    now.addAndGet(Duration.ofDays(1).toMillis());
    reportAll(ledger);
    ledger.sweep(now.get());
    assertThat(tryHold(ledger, Tags.of("tenant", "b"), usd("1")))
        .isInstanceOf(HoldAnswer.Granted.class);
  }
}
