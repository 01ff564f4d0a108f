package io.costaware.ledger;

import io.costaware.budget.Demand;
import io.costaware.money.Money;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Whether a counter does, in every order of its steps, what an integer would do that takes one call
 * after the other. Counted in halves of a unit, because half a unit turns the counter into a wide
 * one in the midst of all else.
 */
class CounterInterleavingsTest {
  private static final int LIMIT = 12;
  private static final int HELD_BEFORE = 6;

  @Test
  void B1_inEveryOrderTheCounterAdmitsAsAnIntegerWould() {
    new ModelCheckingOptions()
        .iterations(8)
        .invocationsPerIteration(120)
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(1)
        .actorsAfter(1)
        .sequentialSpecification(Halves.class)
        .check(Counter.class);
  }

  @Test
  void B1_underStressTheCounterAdmitsAsAnIntegerWould() {
    new StressOptions()
        .iterations(3)
        .invocationsPerIteration(100)
        .threads(2)
        .actorsPerThread(4)
        .actorsBefore(1)
        .actorsAfter(1)
        .sequentialSpecification(Halves.class)
        .check(Counter.class);
  }

  /** The counter itself. */
  @Param(name = "count", gen = IntGen.class, conf = "0:5")
  public static class Counter {
    private static final Limit ALL = new Limit(BigDecimal.valueOf(LIMIT));
    private static final Demand ONE = units(1);
    private static final Demand HALF = Demand.of(Money.usd("0.0000000000005"), 0, 0);

    private final ExactCounter counter = new ExactCounter(LimitedQuantity.MONEY);
    private final AtomicInteger settled = new AtomicInteger();

    /** Holds more from the start than the calls of one run give back. */
    public Counter() {
      for (int i = 0; i < HELD_BEFORE; i++) {
        counter.hold(ONE);
      }
    }

    private static Demand units(int count) {
      return Demand.ofPicos(count, Money.USD, 0, 0);
    }

    private static int halves(BigDecimal count) {
      return count.multiply(BigDecimal.valueOf(2)).intValueExact();
    }

    /** Holds if there is room. */
    @Operation
    public boolean tryHold(@Param(name = "count") int count) {
      return counter.tryHold(units(count), ALL);
    }

    /** Holds half a unit, which makes the counter wide, if there is room. */
    @Operation
    public boolean tryHoldHalf() {
      return counter.tryHold(HALF, ALL);
    }

    /** Holds in any case. */
    @Operation
    public void hold(@Param(name = "count") int count) {
      counter.hold(units(count));
    }

    /** Takes as much as there is room for. */
    @Operation
    public int take(@Param(name = "count") int count) {
      return halves(counter.take(BigDecimal.valueOf(count), ALL));
    }

    /** Settles in the place of one unit. */
    @Operation
    public void settle(@Param(name = "count") int count) {
      counter.settle(ONE, units(count));
      settled.addAndGet(count);
    }

    /** Gives one unit back. */
    @Operation
    public void giveBack() {
      counter.giveBack(ONE);
    }

    /** What is committed. */
    @Operation
    public int committed() {
      return halves(counter.standing().committed());
    }

    /**
     * Settling takes two steps, so that what is settled is exact only once all have come to rest.
     */
    @Validate
    public void nothingSettledIsLost() {
      BigDecimal counted = counter.standing().settled();
      if (counted.compareTo(BigDecimal.valueOf(settled.get())) != 0) {
        throw new IllegalStateException("Settled " + settled + ", but counted " + counted);
      }
    }
  }

  /** What an integer would do. */
  public static class Halves {
    private int committed = 2 * HELD_BEFORE;

    private boolean tryAdd(int halves) {
      boolean fits = committed + halves <= 2 * LIMIT;
      committed += fits ? halves : 0;
      return fits;
    }

    /** Holds if there is room. */
    public boolean tryHold(int count) {
      return tryAdd(2 * count);
    }

    /** Holds half a unit if there is room. */
    public boolean tryHoldHalf() {
      return tryAdd(1);
    }

    /** Holds in any case. */
    public void hold(int count) {
      committed += 2 * count;
    }

    /** Takes as much as there is room for. */
    public int take(int count) {
      int taken = Math.max(0, Math.min(2 * count, 2 * LIMIT - committed));
      committed += taken;
      return taken;
    }

    /** Settles in the place of one unit. */
    public void settle(int count) {
      committed += 2 * (count - 1);
    }

    /** Gives one unit back. */
    public void giveBack() {
      committed -= 2;
    }

    /** What is committed. */
    public int committed() {
      return committed;
    }
  }
}
