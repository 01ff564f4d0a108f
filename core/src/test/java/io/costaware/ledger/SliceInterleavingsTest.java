package io.costaware.ledger;

import static java.util.Objects.requireNonNull;
import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import io.costaware.budget.Budget;
import io.costaware.budget.Demand;
import io.costaware.money.Money;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Calls that hold and settle while their slice is reported and answered, in every order of the
 * steps: never is more committed than the store has reserved, and never more reserved than the
 * limit. A refusal may come too early.
 */
class SliceInterleavingsTest {
  private static final int LIMIT = 9;

  @Test
  void B7_inEveryOrderASliceCommitsNoMoreThanIsReserved() {
    new ModelCheckingOptions()
        .iterations(6)
        .invocationsPerIteration(50)
        .threads(2)
        .actorsPerThread(2)
        .actorsBefore(0)
        .actorsAfter(0)
        // Numbers are no place to lose a race.
        .addGuarantee(
            forClasses(BigInteger.class.getName(), BigDecimal.class.getName())
                .allMethods()
                .ignore())
        .verifier(EpsilonVerifier.class)
        .check(Share.class);
  }

  /** A slice of one node, and the books of a store that only one thread touches. */
  @Param(name = "count", gen = IntGen.class, conf = "1:4")
  public static class Share {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

    private final SliceDesk desk =
        new SliceDesk(new InMemorySliceStore(CLOCK), "node", SliceSettings.USUAL, CLOCK, () -> 0L);
    private final WindowCounter counter = counter(desk);
    private final Slice slice = requireNonNull(counter.slice());
    private final AtomicInteger committed = new AtomicInteger();
    private SliceTotals totals = SliceTotals.NOTHING;
    private @Nullable SliceRecord own;
    private @Nullable SliceRecord other;

    /** Begins with room for calls to race for. */
    public Share() {
      report(5);
    }

    private static WindowCounter counter(SliceDesk desk) {
      BudgetBook book = new BudgetBook(Money.USD, desk);
      var unused = book.replace(List.of(Budget.named("b").limitTokens(LIMIT).lifetime()), 0);
      return book.page().budgets().get(0).shared().latestAt(0);
    }

    private static Demand tokens(int count) {
      return Demand.ofPicos(0, Money.USD, count, 0);
    }

    /** A call holds. */
    @Operation
    public boolean hold(@Param(name = "count") int count) {
      boolean holds = counter.tryHold(tokens(count), 0);
      if (holds) {
        committed.addAndGet(count);
      }
      return holds;
    }

    /** A call holds, and ends having taken less. */
    @Operation
    public boolean holdAndSettle(@Param(name = "count") int count) {
      boolean holds = counter.tryHold(tokens(count), 0);
      if (holds) {
        counter.settle(tokens(count), tokens(1));
        committed.addAndGet(1);
      }
      return holds;
    }

    /** The slice asks for room, and gives back what it does not want. */
    @Operation(nonParallelGroup = "store")
    public void report(@Param(name = "count") int needed) {
      BigInteger room = BigInteger.valueOf(needed - 1);
      SliceReport report = slice.report(room, room, needed > 1, 0, false);
      SliceRules.Decision decision =
          SliceRules.apply(totals, BigInteger.ZERO, BigInteger.ZERO, own, "node", report, 0, false);
      totals = decision.totals();
      own = decision.record();
      slice.apply(report, decision.grant(), 0, 0);
    }

    /** Another node takes what is left, up to so much. */
    @Operation(nonParallelGroup = "store")
    public void otherTakes(@Param(name = "count") int count) {
      BigInteger before = other == null ? BigInteger.ZERO : other.settled();
      BigInteger free = BigInteger.valueOf(LIMIT).subtract(totals.reserved());
      BigInteger spent = before.add(free.min(BigInteger.valueOf(count)));
      SliceRecord after = new SliceRecord("other", 1, spent, BigInteger.ZERO, spent, 0, false);
      totals = totals.replacing(other, after);
      other = after;
    }

    /** The sums agree, and the limit holds. */
    @Validate
    public void theLimitHolds() {
      int counted = counter.own().committed().intValueExact();
      int reservedHere = own == null ? 0 : own.reserved().intValueExact();
      int reserved = totals.reserved().intValueExact();
      if (counted != committed.get() || counted > reservedHere || reserved > LIMIT) {
        throw new IllegalStateException(
            "Committed "
                + committed
                + ", counted "
                + counted
                + ", reserved here "
                + reservedHere
                + ", by all "
                + reserved);
      }
    }
  }
}
