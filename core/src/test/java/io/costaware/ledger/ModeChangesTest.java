package io.costaware.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.budget.BudgetStatus;
import io.costaware.budget.Coverage;
import io.costaware.budget.Demand;
import io.costaware.budget.HoldAnswer;
import io.costaware.money.Money;
import io.costaware.tags.Tags;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Budgets that begin and cease to warn while calls hold and extend. */
class ModeChangesTest {
  private static final int ROUNDS = 20_000;

  private static List<Budget> budgets(boolean warning) {
    // Several, so that a change falls into the midst of looking through them.
    return IntStream.range(0, 4)
        .mapToObj(i -> Budget.named("b" + i).limitTokens(1_000).lifetime())
        .map(budget -> warning ? budget.warnOnly() : budget)
        .toList();
  }

  private static Demand tokens(int count) {
    return Demand.ofPicos(0, Money.USD, count, 0);
  }

  @Test
  void B2_whateverTheModeBecomesMeanwhileEachBudgetHoldsOnce() {
    InMemoryLedger ledger =
        InMemoryLedger.of(budgets(false), Money.USD, InstantSource.fixed(Instant.EPOCH));
    Coverage coverage = ledger.match(Tags.none(), null);
    AtomicBoolean done = new AtomicBoolean();
    Races.run(
        2,
        racer -> {
          if (racer == 0) {
            for (boolean warning = true; !done.get(); warning = !warning) {
              ledger.replace(budgets(warning));
            }
            return;
          }
          try {
            for (int round = 0; round < ROUNDS; round++) {
              HoldAnswer answer = ledger.hold(coverage, tokens(1), 0);
              HoldAnswer.Granted granted = (HoldAnswer.Granted) answer;
              assertThat(ledger.extend(granted.hold(), tokens(2)))
                  .isInstanceOf(HoldAnswer.Granted.class);
              ledger.release(granted.hold());
            }
          } finally {
            done.set(true);
          }
        });
    assertThat(ledger.status()).extracting(BudgetStatus::held).containsOnly(new Amount.OfTokens(0));
  }
}
