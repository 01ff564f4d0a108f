package io.costaware.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.budget.Budget;
import io.costaware.budget.BudgetLedger;
import io.costaware.budget.Coverage;
import io.costaware.budget.Demand;
import io.costaware.budget.Hold;
import io.costaware.budget.HoldAnswer;
import io.costaware.budget.Settlement;
import io.costaware.budget.Shortfall;
import io.costaware.money.Money;
import io.costaware.tags.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What every ledger of budgets must do. Extend it, say how to make your ledger, and run it.
 *
 * <p>For use by one thread.
 */
public abstract class BudgetLedgerContract extends BudgetRulePromises {
  /** For your test class. */
  protected BudgetLedgerContract() {}

  @Test
  void B1_callersThatRaceNeverHoldMoreThanTheLimit() {
    BudgetLedger ledger = ledger(dollars("month", "60000"));
    AtomicInteger granted = new AtomicInteger();
    Race.of(
        64,
        racer -> {
          for (int i = 0; i < 2_000; i++) {
            if (tryHold(ledger, usd("1")) instanceof HoldAnswer.Granted) {
              granted.incrementAndGet();
            }
          }
        });
    assertThat(granted).hasValue(60_000);
    assertStands(ledger, "month", "0 USD", "60000 USD");
  }

  @Test
  void B1_roomThatIsGivenBackIsUsedAndNeverTwice() {
    BudgetLedger ledger = ledger(dollars("month", "10"));
    AtomicInteger holders = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Race.of(
        16,
        racer -> {
          for (int i = 0; i < 2_000; i++) {
            if (tryHold(ledger, usd("1")) instanceof HoldAnswer.Granted granted) {
              most.accumulateAndGet(holders.incrementAndGet(), Math::max);
              holders.decrementAndGet();
              ledger.release(granted.hold());
            }
          }
        });
    assertThat(most.get()).isBetween(1, 10);
    assertStands(ledger, "month", "0 USD", "0 USD");
  }

  @Test
  void B1_theLimitItselfIsAdmittedAndNothingBeyond() {
    BudgetLedger ledger = ledger(dollars("month", "1"));
    hold(ledger, usd("1"));
    refusal(ledger, usd("0.000000000001"));
    refusal(ledger, usd("0.0000000000000001"));
  }

  @Test
  void B1_amountsOfAnySizeAreExact() {
    BudgetLedger ledger = ledger(dollars("large", "1000000000000000"), dollars("b", "99999999"));
    Hold fine = hold(ledger, usd("0.00000000000000000001"));
    Hold large = hold(ledger, usd("99999998.99999999999999999999"));
    refusal(ledger, usd("0.00000000000000000001"));
    ledger.settle(fine, usd("0.00000000000000000001"));
    ledger.release(large);
    assertStands(ledger, "large", "0.00000000000000000001 USD", "0 USD");
  }

  @Test
  void B2_aRefusalLeavesNoTraceOnTheOtherBudgets() {
    BudgetLedger ledger =
        ledger(dollars("wide", "100"), dollars("narrow", "5"), dollars("last", "50"));
    refusal(ledger, usd("6"));
    assertStands(ledger, "wide", "0 USD", "0 USD");
    assertStands(ledger, "narrow", "0 USD", "0 USD");
    assertStands(ledger, "last", "0 USD", "0 USD");
    assertThat(ledger.openHolds()).isZero();
  }

  @Test
  void B2_callersThatRaceHoldOnAllBudgetsOrOnNone() {
    BudgetLedger ledger =
        ledger(
            dollars("money", "70"),
            Budget.named("tokens").limitTokens(6_000).perDay(BERLIN),
            Budget.named("calls").where("app", "chat").limitRequests(65).lifetime());
    ConcurrentLinkedQueue<Hold> held = new ConcurrentLinkedQueue<>();
    Race.of(
        32,
        racer -> {
          for (int i = 0; i < 100; i++) {
            Demand demand = Demand.of(Money.usd("1"), 100, 1);
            if (tryHold(ledger, demand) instanceof HoldAnswer.Granted granted) {
              held.add(granted.hold());
            }
          }
        });
    assertThat(held.size()).isBetween(1, 60);
    assertStands(ledger, "money", "0 USD", held.size() + " USD");
    assertStands(ledger, "tokens", "0 tokens", held.size() * 100 + " tokens");
    assertStands(ledger, "calls", "0 requests", held.size() + " requests");
    held.forEach(ledger::release);
    assertStands(ledger, "calls", "0 requests", "0 requests");
  }

  @Test
  void B2_whatARefusalGivesBackIsExactWhileOthersRace() {
    BudgetLedger ledger = ledger(dollars("wide", "1000"), dollars("narrow", "1"));
    Race.inStep(
        4,
        5_000,
        (racer, round) -> {
          if (tryHold(ledger, usd("1")) instanceof HoldAnswer.Granted granted) {
            ledger.release(granted.hold());
          }
        });
    assertStands(ledger, "wide", "0 USD", "0 USD");
    assertStands(ledger, "narrow", "0 USD", "0 USD");
  }

  @Test
  void B4_theFirstCallOfANewWindowPasses() {
    BudgetLedger ledger = ledger(dollars("month", "10"));
    ledger.settle(hold(ledger, usd("10")), usd("10"));
    now.set(NEXT_MONTH - 1);
    refusal(ledger, usd("0.01"));
    now.set(NEXT_MONTH);
    assertStands(ledger, "month", "0 USD", "0 USD");
    hold(ledger, usd("10"));
    assertStands(ledger, "month", "0 USD", "10 USD");
  }

  @Test
  void B4_aHoldSettlesInTheWindowThatAdmittedIt() {
    BudgetLedger ledger = ledger(dollars("month", "10"));
    Hold november = hold(ledger, usd("10"));
    now.set(NEXT_MONTH);
    hold(ledger, usd("4"));
    ledger.extend(november, usd("0"));
    assertThat(ledger.settle(november, usd("9"))).isEqualTo(Settlement.ENDED);
    assertStands(ledger, "month", "0 USD", "4 USD");
  }

  @Test
  void B5_overshootIsWhatCallsTookMoreThanTheyHeld() {
    BudgetLedger ledger = ledger(dollars("month", "10"));
    Demand one = Demand.of(Money.usd("1"), 100, 1);
    ledger.settle(hold(ledger, one), Demand.of(Money.usd("1.5"), 40, 1));
    ledger.settle(hold(ledger, one), Demand.of(Money.usd("0.5"), 130, 1));
    ledger.release(hold(ledger, one));
    assertThat(ledger.overshoot().cost()).isEqualTo(Money.usd("0.5"));
    assertThat(ledger.overshoot().tokens()).isEqualTo(30);
    assertThat(ledger.overshoot().requests()).isZero();
  }

  @Test
  void B8_aRefusalHasAllFacts() {
    BudgetLedger ledger = ledger(dollars("month", "10"));
    ledger.settle(hold(ledger, usd("3")), usd("2.5"));
    hold(ledger, usd("7"));
    Shortfall shortfall = refusal(ledger, usd("1"));
    assertThat(shortfall)
        .isEqualTo(
            new Shortfall(
                Shortfall.Cause.EXHAUSTED,
                "month",
                "",
                "month from 2026-11-01 in Europe/Berlin",
                money("10"),
                money("2.5"),
                money("7"),
                money("1"),
                Instant.ofEpochMilli(NEXT_MONTH),
                false));
    assertThat(shortfall.describe())
        .contains(
            "'month'",
            "10 USD",
            "2.5 USD",
            "7 USD",
            "1 USD",
            "month from 2026-11-01 in Europe/Berlin",
            "2026-11-30T23:00:00Z");
  }

  @Test
  void B8_theFactsOfARefusalFitTogetherWhileOthersRace() {
    BudgetLedger ledger = ledger(dollars("month", "5"));
    Race.of(
        8,
        racer -> {
          for (int i = 0; i < 1_000; i++) {
            HoldAnswer answer = tryHold(ledger, usd("2"));
            if (answer instanceof HoldAnswer.Granted granted) {
              ledger.settle(granted.hold(), usd(i % 500 == 0 ? "0.01" : "0"));
            } else if (answer instanceof HoldAnswer.Refused refused) {
              Shortfall facts = refused.shortfall();
              assertThat(inMoney(facts.held()).isNegative()).isFalse();
              assertThat(
                      inMoney(facts.settled())
                          .plus(inMoney(facts.held()))
                          .plus(inMoney(facts.asked())))
                  .isGreaterThan(inMoney(facts.limit()));
            }
          }
        });
  }

  @Test
  void watchingHoldsBeyondTheLimitAndSaysSo() {
    BudgetLedger ledger = ledger(dollars("month", "1"));
    Coverage coverage = ledger.match(SUPPORT, null);
    Hold hold = ledger.holdRegardless(coverage, usd("5"), now.get());
    assertStands(ledger, "month", "0 USD", "5 USD");
    assertThat(refusal(ledger, usd("1")).held()).isEqualTo(money("5"));
    ledger.settle(hold, usd("4"));
    assertStands(ledger, "month", "4 USD", "0 USD");
  }

  @Test
  void unknownCostIsCountedInTokensAndRequestsOnly() {
    BudgetLedger ledger =
        ledger(dollars("month", "1"), Budget.named("tokens").limitTokens(100).perDay(BERLIN));
    ledger.settle(hold(ledger, usd("1")), usd("1.5"));
    Hold hold = hold(ledger, Demand.costUnknown(Money.USD, 60, 1));
    assertStands(ledger, "month", "1.5 USD", "0 USD");
    assertStands(ledger, "tokens", "0 tokens", "60 tokens");
    assertThat(refusal(ledger, Demand.costUnknown(Money.USD, 41, 1)).budget()).isEqualTo("tokens");
    ledger.settle(hold, Demand.costUnknown(Money.USD, 50, 1));
    assertStands(ledger, "tokens", "50 tokens", "0 tokens");
  }

  @Test
  void callsThatNoBudgetCoversAreHeldAndEndToo() {
    BudgetLedger ledger = ledger(dollars("month", "10"));
    Coverage coverage = ledger.match(Tags.of("team", "sales"), null);
    assertThat(coverage.isEmpty()).isTrue();
    HoldAnswer answer = ledger.hold(coverage, usd("1000"), now.get());
    assertThat(ledger.openHolds()).isEqualTo(1);
    assertThat(answer.fold(ledger::release, shortfall -> Settlement.ALREADY_ENDED))
        .isEqualTo(Settlement.ENDED);
    assertThat(ledger.openHolds()).isZero();
    assertStands(ledger, "month", "0 USD", "0 USD");
  }

  @Test
  void pastSpendIsRestoredIntoWindowsThatAreStillOpen() {
    BudgetLedger ledger =
        ledger(dollars("month", "10"), Budget.named("day").limitTokens(500).perDay(BERLIN));
    Demand spent = Demand.of(Money.usd("2"), 100, 1);
    ledger.restore(SUPPORT, null, spent, NOON - 1_000);
    ledger.restore(SUPPORT, null, spent, NOON - Duration.ofDays(3).toMillis());
    ledger.restore(SUPPORT, null, spent, NOON - Duration.ofDays(40).toMillis());
    ledger.restore(Tags.of("team", "sales"), null, spent, NOON - 1_000);
    assertStands(ledger, "month", "4 USD", "0 USD");
    assertStands(ledger, "day", "200 tokens", "0 tokens");
    refusal(ledger, usd("6.01"));
    hold(ledger, usd("6"));
  }

  @Test
  void whatAnotherLedgerMadeIsRefused() {
    BudgetLedger ledger = ledger(dollars("month", "10"));
    BudgetLedger other = ledger(dollars("month", "10"));
    Coverage coverage = other.match(SUPPORT, null);
    Hold hold = hold(other, usd("1"));
    assertThatThrownBy(() -> ledger.hold(coverage, usd("1"), NOON))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another ledger");
    assertThatThrownBy(() -> ledger.settle(hold, usd("1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another ledger");
    assertThat(other.openHolds()).isEqualTo(1);
  }

  @Test
  void aDemandInAnotherCurrencyIsRefused() {
    BudgetLedger ledger = ledger(dollars("month", "10"));
    Demand euros = Demand.of(Money.of("1", "EUR"), 0, 1);
    assertThatThrownBy(() -> tryHold(ledger, euros))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("EUR", "USD");
    assertStands(ledger, "month", "0 USD", "0 USD");
  }
}
