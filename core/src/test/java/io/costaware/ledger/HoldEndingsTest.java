package io.costaware.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.budget.BudgetStatus;
import io.costaware.budget.Coverage;
import io.costaware.budget.Demand;
import io.costaware.budget.Hold;
import io.costaware.budget.Settlement;
import io.costaware.money.Money;
import io.costaware.tags.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Two threads that end the same hold within nanoseconds of each other, again and again. */
class HoldEndingsTest {
  private static final int ROUNDS = 20_000;
  private static final int EXPIRY_EVERY = 4;
  private static final long LIFETIME = 1_000;

  private final InMemoryLedger ledger =
      InMemoryLedger.of(
          List.of(Budget.named("t").limitTokens(Budget.MAX_LIMIT).lifetime()),
          Money.USD,
          Duration.ofMillis(LIFETIME),
          InstantSource.fixed(Instant.EPOCH));
  private final Coverage coverage = ledger.match(Tags.none(), null);
  private volatile Hold current = ledger.holdRegardless(coverage, tokens(7), 0);

  private static Demand tokens(long count) {
    return Demand.ofPicos(0, Money.USD, count, 1);
  }

  @Test
  void B3_howeverCloselyTwoEndOneHoldItIsBookedOnce() {
    SpinRace race = new SpinRace();
    AtomicInteger ended = new AtomicInteger();
    AtomicLong spent = new AtomicLong();
    Races.run(
        2,
        racer -> {
          for (int round = 0; round < ROUNDS; round++) {
            race.meet(racer);
            if (racer == 0) {
              current = ledger.holdRegardless(coverage, tokens(7), 0);
            }
            race.meet(racer);
            Hold hold = current;
            // One comes a little later each round, so that every order of their steps turns up.
            race.linger(racer == 0 ? round % 32 : 16);
            if (end(hold, racer, round, spent) != Settlement.ALREADY_ENDED) {
              ended.incrementAndGet();
            }
          }
        });
    ledger.release(current);

    assertThat(ended).hasValue(ROUNDS);
    BudgetStatus status = ledger.status().get(0);
    assertThat(status.held()).isEqualTo(new Amount.OfTokens(0));
    assertThat(status.settled()).isEqualTo(new Amount.OfTokens(spent.get()));
    assertThat(ledger.openHolds()).isZero();
  }

  private Settlement end(Hold hold, int racer, int round, AtomicLong spent) {
    if (racer == 1) {
      if (round % EXPIRY_EVERY == 0) {
        ledger.expire(LIFETIME);
      }
      return ledger.release(hold);
    }
    Settlement settlement = ledger.settle(hold, tokens(5));
    if (settlement != Settlement.ALREADY_ENDED) {
      spent.addAndGet(5);
    }
    return settlement;
  }
}
