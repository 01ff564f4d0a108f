package io.costaware.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.money.Money;
import io.costaware.tags.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Threads that end the same hold at the same moment, again and again. */
class HoldEndingsTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 2_000;
  private static final int HOLDS = 32;
  private static final long LIFETIME = 1_000;

  private final InMemoryLedger ledger =
      InMemoryLedger.of(
          List.of(Budget.named("t").limitTokens(Budget.MAX_LIMIT).lifetime()),
          Money.USD,
          Duration.ofMillis(LIFETIME),
          InstantSource.fixed(Instant.EPOCH));
  private final Coverage coverage = ledger.match(Tags.none(), null);

  private static Demand tokens(long count) {
    return Demand.ofPicos(0, Money.USD, count, 1);
  }

  private Hold[] opened() {
    Hold[] holds = new Hold[HOLDS];
    for (int i = 0; i < HOLDS; i++) {
      holds[i] = ledger.holdRegardless(coverage, tokens(7), 0);
    }
    return holds;
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void B3_howeverManyEndOneHoldItIsBookedOnce() {
    Hold[][] current = {opened()};
    AtomicInteger[] ends = new AtomicInteger[HOLDS];
    for (int i = 0; i < HOLDS; i++) {
      ends[i] = new AtomicInteger();
    }
    AtomicLong spent = new AtomicLong();
    CyclicBarrier barrier =
        new CyclicBarrier(
            THREADS,
            () -> {
              for (AtomicInteger end : ends) {
                assertThat(end.getAndSet(0)).as("endings of one hold").isLessThanOrEqualTo(1);
              }
              current[0] = opened();
            });
    Races.run(
        THREADS,
        thread -> {
          for (int round = 0; round < ROUNDS; round++) {
            meet(barrier);
            Hold[] holds = current[0];
            for (int i = 0; i < HOLDS; i++) {
              if (thread == 0 && i % 8 == 3) {
                ledger.expire(LIFETIME);
              }
              Settlement settlement =
                  thread < 2 ? ledger.settle(holds[i], tokens(5)) : ledger.release(holds[i]);
              if (settlement != Settlement.ALREADY_ENDED) {
                ends[i].incrementAndGet();
                spent.addAndGet(thread < 2 ? 5 : 0);
              }
            }
          }
        });
    for (Hold left : current[0]) {
      ledger.release(left);
    }
    BudgetStatus status = ledger.status().get(0);
    assertThat(status.settled()).isEqualTo(new Amount.OfTokens(spent.get()));
    assertThat(status.held()).isEqualTo(new Amount.OfTokens(0));
    assertThat(ledger.openHolds()).isZero();
  }
}
