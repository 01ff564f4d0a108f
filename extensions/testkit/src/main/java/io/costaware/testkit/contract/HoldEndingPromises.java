package io.costaware.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.budget.BudgetLedger;
import io.costaware.budget.Demand;
import io.costaware.budget.Hold;
import io.costaware.budget.HoldAnswer;
import io.costaware.budget.Settlement;
import io.costaware.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every hold ends once, and what is added to it ends with it. */
abstract class HoldEndingPromises extends LedgerOnTrial {
  @Test
  @Tag("litellm#35569")
  void B3_onlyTheFirstEndingCounts() {
    BudgetLedger ledger = ledger(dollars("month", "10"));
    Hold hold = hold(ledger, usd("4"));
    assertThat(ledger.settle(hold, usd("3"))).isEqualTo(Settlement.ENDED);
    assertThat(ledger.settle(hold, usd("3"))).isEqualTo(Settlement.ALREADY_ENDED);
    assertThat(ledger.release(hold)).isEqualTo(Settlement.ALREADY_ENDED);
    assertStands(ledger, "month", "3 USD", "0 USD");
    assertThat(ledger.openHolds()).isZero();
  }

  @Test
  @Tag("litellm#27639")
  void B3_aReleasedHoldTakesNothing() {
    BudgetLedger ledger = ledger(dollars("month", "10"));
    assertThat(ledger.release(hold(ledger, usd("10")))).isEqualTo(Settlement.ENDED);
    assertStands(ledger, "month", "0 USD", "0 USD");
    hold(ledger, usd("10"));
  }

  @Test
  void B3_aCallThatEndsAfterItsHoldExpiredIsBookedOnce() {
    BudgetLedger ledger = ledger(dollars("month", "10"));
    Hold hold = hold(ledger, usd("4"));
    expireHolds(ledger, NOON + HOLD_LIFETIME.toMillis() - 1);
    assertThat(ledger.openHolds()).isEqualTo(1);
    now.addAndGet(HOLD_LIFETIME.toMillis());
    expireHolds(ledger, now.get());
    assertThat(ledger.openHolds()).isZero();
    assertStands(ledger, "month", "0 USD", "0 USD");
    assertThat(ledger.settle(hold, usd("3"))).isEqualTo(Settlement.AFTER_EXPIRY);
    assertThat(ledger.settle(hold, usd("3"))).isEqualTo(Settlement.ALREADY_ENDED);
    assertStands(ledger, "month", "3 USD", "0 USD");
  }

  @Test
  @Tag("litellm#27639")
  void B3_endingsThatRaceCountOnce() {
    int rounds = 20_000;
    BudgetLedger ledger = ledger(dollars("month", "100000"));
    List<Hold> holds = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      holds.add(hold(ledger, usd("4")));
    }
    AtomicInteger ended = new AtomicInteger();
    AtomicInteger spent = new AtomicInteger();
    Race.inStep(
        2,
        rounds,
        (racer, round) -> {
          Hold hold = holds.get(round);
          if (racer == 1 && round % 1_000 == 500) {
            expireHolds(ledger, NOON + HOLD_LIFETIME.toMillis());
          } else if (racer == 1 && ledger.release(hold) != Settlement.ALREADY_ENDED) {
            ended.incrementAndGet();
          } else if (racer == 0 && ledger.settle(hold, usd("3")) != Settlement.ALREADY_ENDED) {
            ended.incrementAndGet();
            spent.addAndGet(3);
          }
        });
    assertThat(ended).hasValue(rounds);
    assertStands(ledger, "month", spent.get() + " USD", "0 USD");
    assertThat(ledger.openHolds()).isZero();
  }

  @Test
  void anExtensionIsHeldWithTheFirstHold() {
    BudgetLedger ledger = ledger(dollars("month", "10"), dollars("small", "6"));
    Hold hold = hold(ledger, usd("2"));
    assertThat(ledger.extend(hold, usd("3"))).isEqualTo(new HoldAnswer.Granted(hold));
    assertThat(hold.demand().cost()).isEqualTo(Money.usd("5"));
    assertStands(ledger, "small", "0 USD", "5 USD");
    assertThat(ledger.extend(hold, usd("2"))).isInstanceOf(HoldAnswer.Refused.class);
    assertStands(ledger, "month", "0 USD", "5 USD");
    ledger.settle(hold, usd("4"));
    assertStands(ledger, "month", "4 USD", "0 USD");
    assertThat(ledger.overshoot().cost()).isEqualTo(Money.zero(Money.USD));
  }

  @Test
  void aHoldThatHasEndedCannotBeExtended() {
    BudgetLedger ledger = ledger(dollars("month", "10"));
    Hold hold = hold(ledger, usd("2"));
    ledger.release(hold);
    assertThatThrownBy(() -> ledger.extend(hold, usd("1")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ended");
    assertStands(ledger, "month", "0 USD", "0 USD");
  }

  @Test
  void anExtensionThatRacesWithAnEndingLeavesNothingHeld() {
    int rounds = 20_000;
    BudgetLedger ledger = ledger(dollars("month", "100000"));
    List<Hold> holds = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      holds.add(hold(ledger, usd("2")));
    }
    Race.inStep(
        2,
        rounds,
        (racer, round) -> {
          if (racer == 0) {
            ledger.settle(holds.get(round), usd("1"));
            return;
          }
          try {
            ledger.extend(holds.get(round), usd("3"));
          } catch (IllegalStateException ended) {
            assertThat(ended).hasMessageContaining("ended");
          }
        });
    assertStands(ledger, "month", rounds + " USD", "0 USD");
  }

  @Test
  void moneyHeldBeforeAnUnknownExtensionIsGivenBack() {
    BudgetLedger ledger = ledger(dollars("month", "10"));
    Hold hold = hold(ledger, usd("2"));
    ledger.extend(hold, Demand.costUnknown(Money.USD, 5, 1));
    assertThat(hold.demand().cost()).isEqualTo(Money.usd("2"));
    ledger.settle(hold, Demand.costUnknown(Money.USD, 5, 1));
    assertStands(ledger, "month", "0 USD", "0 USD");
  }
}
