package io.costaware.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.budget.Budget;
import io.costaware.budget.Demand;
import io.costaware.budget.Hold;
import io.costaware.money.Money;
import io.costaware.tags.Tags;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HoldTableTest {
  private static final Demand NOTHING = Demand.ofPicos(0, Money.USD, 0, 0);
  private final InMemoryLedger ledger =
      InMemoryLedger.of(
          List.of(Budget.named("t").limitTokens(Budget.MAX_LIMIT).lifetime()),
          Money.USD,
          InstantSource.fixed(Instant.EPOCH));

  @Test
  void itGrowsToAsManyAsAreOpenAndFindsThemAll() {
    List<Hold> holds = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      holds.add(hold(i));
    }
    assertThat(ledger.openHolds()).isEqualTo(100_000);
    holds.subList(0, 40_000).forEach(ledger::release);
    assertThat(ledger.openHolds()).isEqualTo(60_000);
    long lifetime = InMemoryLedger.DEFAULT_HOLD_LIFETIME.toMillis();
    assertThat(ledger.expire(lifetime + 49_999)).isEqualTo(10_000);
    assertThat(ledger.expire(Long.MAX_VALUE)).isEqualTo(50_000);
    assertThat(ledger.openHolds()).isZero();
  }

  @Test
  void manyThreadsNeverShareASlot() {
    Races.run(
        8,
        thread -> {
          List<Hold> mine = new ArrayList<>();
          for (int round = 0; round < 200; round++) {
            for (int i = 0; i < 40; i++) {
              mine.add(hold(0));
            }
            mine.forEach(ledger::release);
            mine.clear();
          }
          for (int i = 0; i < 20_000; i++) {
            mine.add(hold(0));
          }
        });
    assertThat(ledger.openHolds()).isEqualTo(160_000);
    assertThat(ledger.expire(Long.MAX_VALUE)).isEqualTo(160_000);
  }

  @Test
  void twoThatWantTheLastFreeSlotNeverShareIt() {
    List<Hold> first = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      first.add(hold(0));
    }
    // Few slots are free in the first segment, so that both racers try the same one.
    for (int i = 0; i < 256; i += 16) {
      ledger.release(first.get(i));
    }
    long there = ledger.openHolds();
    AtomicLong missing = new AtomicLong();
    SpinRace race = new SpinRace();
    Races.run(
        2,
        racer -> {
          for (int round = 0; round < 10_000; round++) {
            if (racer == 0 && round % 16 == 0) {
              // Each add looks one slot further; this one brings the racers' slots together.
              ledger.release(hold(0));
            }
            race.meet(racer);
            race.linger(racer == 0 ? round % 32 : 16);
            Hold mine = hold(0);
            race.meet(racer);
            if (racer == 0) {
              missing.addAndGet(there + 2 - ledger.openHolds());
            }
            race.meet(racer);
            ledger.release(mine);
          }
        });
    assertThat(missing).hasValue(0);
    assertThat(ledger.openHolds()).isEqualTo(there);
  }

  private Hold hold(long atMillis) {
    return ledger.holdRegardless(ledger.match(Tags.none(), null), NOTHING, atMillis);
  }
}
