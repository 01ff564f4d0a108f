package io.costaware.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.budget.BudgetLedger;
import io.costaware.budget.BudgetStatus;
import io.costaware.budget.Demand;
import io.costaware.budget.Hold;
import io.costaware.budget.HoldAnswer;
import io.costaware.budget.Shortfall;
import io.costaware.money.Money;
import io.costaware.tags.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/**
 * Makes ledgers whose clock a test sets, and asks them. Keeps what the tests of a contract share.
 */
abstract class LedgerOnTrial {
  /** How long the holds of the ledgers under test last. */
  protected static final Duration HOLD_LIFETIME = Duration.ofHours(1);

  static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  static final long NOON = Instant.parse("2026-11-21T11:00:00Z").toEpochMilli();
  static final long NEXT_MONTH = Instant.parse("2026-11-30T23:00:00Z").toEpochMilli();
  static final Tags SUPPORT = Tags.of("team", "support", "app", "chat");

  final AtomicLong now = new AtomicLong(NOON);
  private final List<BudgetLedger> ledgers = new ArrayList<>();

  /**
   * A new ledger, without any spend.
   *
   * @param budgets complete, in the currency given
   * @param holdLifetime how long a hold lasts that nobody ends
   * @param clock what it must take for the time
   */
  protected abstract BudgetLedger ledger(
      List<Budget> budgets, Currency currency, Duration holdLifetime, InstantSource clock);

  /** Ends the holds of such a ledger whose lifetime is over, if nothing does so by itself. */
  protected abstract void expireHolds(BudgetLedger ledger, long nowMillis);

  /**
   * Lets such a ledger tell others what it has counted, if it does that in the background; returns
   * once all is told.
   */
  protected void reportAll(BudgetLedger ledger) {}

  final BudgetLedger ledger(Budget... budgets) {
    BudgetLedger made =
        ledger(List.of(budgets), Money.USD, HOLD_LIFETIME, () -> Instant.ofEpochMilli(now.get()));
    ledgers.add(made);
    return made;
  }

  @AfterEach
  void close() {
    ledgers.forEach(BudgetLedger::close);
  }

  static Budget dollars(String name, String limit) {
    return Budget.named(name).where("team", "support").limit(limit, "USD").perMonth(BERLIN);
  }

  static Demand usd(String amount) {
    return Demand.of(Money.usd(amount), 0, 0);
  }

  final HoldAnswer tryHold(BudgetLedger ledger, Demand demand) {
    return ledger.hold(ledger.match(SUPPORT, null), demand, now.get());
  }

  final Hold hold(BudgetLedger ledger, Demand demand) {
    return tryHold(ledger, demand)
        .fold(
            granted -> granted,
            shortfall -> {
              throw new AssertionError(shortfall.describe());
            });
  }

  final Shortfall refusal(BudgetLedger ledger, Demand demand) {
    return tryHold(ledger, demand)
        .fold(
            granted -> {
              throw new AssertionError("held " + granted.demand() + " beyond the limit");
            },
            shortfall -> shortfall);
  }

  static void assertStands(BudgetLedger ledger, String budget, String settled, String held) {
    BudgetStatus status =
        ledger.status().stream().filter(s -> s.budget().equals(budget)).findFirst().orElseThrow();
    assertThat(status.settled()).as("settled of " + budget).hasToString(settled);
    assertThat(status.held()).as("held of " + budget).hasToString(held);
  }

  static Amount money(String amount) {
    return new Amount.OfMoney(Money.usd(amount));
  }

  static Money inMoney(Amount amount) {
    return ((Amount.OfMoney) amount).money();
  }
}
