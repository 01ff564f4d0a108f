package io.costaware.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.budget.Budget;
import io.costaware.budget.Demand;
import io.costaware.budget.HoldAnswer;
import io.costaware.money.Money;
import io.costaware.tags.Tags;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForgottenSliceTest {
  private static final Tags RUN = Tags.of("run", "r-1");

  private long now = Instant.parse("2026-11-26T10:00:00Z").toEpochMilli();
  private final InMemorySliceStore store = new InMemorySliceStore(() -> Instant.ofEpochMilli(now));
  private final SlicedLedger ledger =
      SlicedLedger.over(store, () -> Instant.ofEpochMilli(now), () -> now * 1_000_000)
          .budgets(
              List.of(Budget.named("runs").limitTokens(100).perRun("run", Duration.ofMinutes(10))))
          .currency(Money.USD)
          .withoutThread()
          .open();

  private void call(int tokens) {
    Demand demand = Demand.ofPicos(0, Money.USD, tokens, 0);
    HoldAnswer answer = ledger.hold(ledger.match(RUN, null), demand, now);
    ledger.settle(((HoldAnswer.Granted) answer).hold(), demand);
  }

  private void minutesPass(int minutes) {
    for (int i = 0; i < minutes; i++) {
      now += 60_000;
      ledger.beat();
    }
  }

  @Test
  void B7_aRunThatComesAgainWhileOthersAreForgottenIsCountedOnTop() {
    call(7);
    minutesPass(11);
    CounterChain chain = ledger.book().page().budgets().get(0).counters(now).get(0).chain();
    SliceKey key = chain.current().slice().key();
    assertThat(store.totals(key).settled()).isEqualTo(BigInteger.valueOf(7));

    // As a sweep does it, which then goes on to others.
    chain.retireIfOver(now);
    assertThat(chain.current()).isNull();
    call(5);
    minutesPass(2);

    assertThat(store.totals(key).settled()).isEqualTo(BigInteger.valueOf(12));
  }
}
