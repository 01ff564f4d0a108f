package io.costaware.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.budget.BudgetWindow;
import io.costaware.budget.Demand;
import io.costaware.money.Money;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ExactCounterTest {
  private static final Demand TINY = Demand.of(Money.usd("0.0000000000004"), 0, 0);

  private static Demand picos(long picos) {
    return Demand.ofPicos(picos, Money.USD, 0, 0);
  }

  private static ExactCounter counter() {
    return new ExactCounter(LimitedQuantity.MONEY);
  }

  private static Limit limit(String picos) {
    return new Limit(new BigDecimal(picos));
  }

  private static ExactCounter wideCounter() {
    ExactCounter counter = counter();
    counter.hold(TINY);
    counter.giveBack(TINY);
    assertThat(counter.isWide()).isTrue();
    return counter;
  }

  private static void assertStanding(ExactCounter counter, String committed, String settled) {
    assertThat(counter.standing().committed()).isEqualByComparingTo(committed);
    assertThat(counter.standing().settled()).isEqualByComparingTo(settled);
  }

  @Property
  void narrowAndWideAgree(
      @ForAll @Size(max = 60) List<@LongRange(min = -40, max = 40) Long> steps,
      @ForAll @LongRange(min = 1, max = 200) long limit) {
    ExactCounter narrow = counter();
    ExactCounter wide = wideCounter();
    Limit all = limit(Long.toString(limit));
    Deque<Demand> held = new ArrayDeque<>();
    for (long step : steps) {
      if (step >= 0) {
        Demand demand = picos(step);
        assertThat(wide.hasRoom(demand, all)).isEqualTo(narrow.hasRoom(demand, all));
        boolean granted = narrow.tryHold(demand, all);
        assertThat(wide.tryHold(demand, all)).isEqualTo(granted);
        if (granted) {
          held.push(demand);
        }
      } else if (!held.isEmpty()) {
        Demand ended = held.pop();
        narrow.settle(ended, picos(-step));
        wide.settle(ended, picos(-step));
      }
      assertThat(narrow.isWide()).isFalse();
      assertStanding(
          wide, narrow.standing().committed().toString(), narrow.standing().settled().toString());
    }
  }

  @Test
  void amountsFinerThanAPicoAreExact() {
    ExactCounter counter = counter();
    Limit all = limit("1");
    assertThat(counter.tryHold(TINY, all)).isTrue();
    assertThat(counter.tryHold(TINY, all)).isTrue();
    assertThat(counter.tryHold(TINY, all)).isFalse();
    assertStanding(counter, "0.8", "0");
    counter.settle(TINY, TINY);
    assertStanding(counter, "0.8", "0.4");
  }

  @Test
  void limitsBeyondTheRangeOfLongAreExact() {
    ExactCounter counter = counter();
    Limit all = limit("10000000000000000000");
    Demand half = Demand.of(Money.usd("5000000"), 0, 0);
    assertThat(counter.tryHold(half, all)).isTrue();
    assertThat(counter.tryHold(half, all)).isTrue();
    assertThat(counter.tryHold(picos(1), all)).isFalse();
    assertStanding(counter, "10000000000000000000", "0");
  }

  @Test
  void spendBeyondTheRangeOfLongIsExact() {
    ExactCounter counter = counter();
    Limit all = limit("5");
    Demand most = picos(Long.MAX_VALUE);
    counter.settle(null, most);
    assertThat(counter.isWide()).isFalse();
    counter.settle(null, most);
    assertThat(counter.isWide()).isTrue();
    assertStanding(counter, "18446744073709551614", "18446744073709551614");
    assertThat(counter.tryHold(picos(0), all)).isFalse();
  }

  @Test
  void B1_nothingIsLostWhileManyThreadsWidenIt() {
    for (int round = 0; round < 200; round++) {
      ExactCounter counter = counter();
      Limit all = limit("1000000");
      AtomicInteger granted = new AtomicInteger();
      Races.run(
          8,
          thread ->
              IntStream.range(0, 50)
                  .forEach(
                      i -> {
                        Demand demand = i == 25 ? TINY : picos(10);
                        if (counter.tryHold(demand, all)) {
                          granted.incrementAndGet();
                          counter.settle(demand, demand);
                        }
                      }));
      assertThat(granted).hasValue(400);
      assertStanding(counter, "3923.2", "3923.2");
    }
  }

  @Test
  void B2_whatWasTakenBeforeARefusalIsGivenBack() {
    WindowCounter wide = counterOf("wide", 100);
    WindowCounter narrow = counterOf("narrow", 1);
    Demand one = Demand.ofPicos(0, Money.USD, 1, 0);
    // The same counter twice has room when it is looked at, and none when it is taken again.
    WindowCounter[] counters = {wide, narrow, narrow};
    assertThat(AllOrNone.take(counters, one, 0)).isSameAs(narrow);
    assertThat(wide.status(0).held()).isEqualTo(new Amount.OfTokens(0));
    assertThat(narrow.status(0).held()).isEqualTo(new Amount.OfTokens(0));
  }

  private static WindowCounter counterOf(String name, long tokens) {
    Budget budget = Budget.named(name).limitTokens(tokens).lifetime();
    return new KeptBudget(
            budget,
            new Amount.OfTokens(tokens),
            BudgetWindow.lifetime(),
            Money.USD,
            new BudgetTerms(0, budget),
            null,
            null,
            0,
            0)
        .shared()
        .latestAt(0);
  }
}
