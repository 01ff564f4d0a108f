package io.costaware.ledger;

import io.costaware.budget.Budget;
import io.costaware.budget.Coverage;
import io.costaware.budget.Demand;
import io.costaware.budget.Hold;
import io.costaware.budget.HoldAnswer;
import io.costaware.money.Money;
import io.costaware.tags.Tags;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Two nodes under one cap whose calls hold and settle while their slices are reported, refilled and
 * given back. A refusal may come too early; what must hold is the cap.
 */
class FleetStressTest {
  private static final int LIMIT = 9;

  @Test
  void B7_underStressTwoNodesKeepTheCap() {
    new StressOptions()
        .iterations(5)
        .invocationsPerIteration(200)
        .threads(3)
        .actorsPerThread(4)
        .actorsBefore(2)
        .actorsAfter(1)
        .verifier(EpsilonVerifier.class)
        .check(Fleet.class);
  }

  /** Two nodes over one store, and the truth beside them. */
  @Param(name = "count", gen = IntGen.class, conf = "1:4")
  @Param(name = "node", gen = IntGen.class, conf = "0:1")
  @Param(name = "thread", gen = ThreadIdGen.class)
  public static class Fleet {
    private final AtomicLong nanos = new AtomicLong();
    private final InstantSource clock = InstantSource.fixed(Instant.EPOCH);
    private final InMemorySliceStore store = new InMemorySliceStore(clock);
    private final List<SlicedLedger> nodes = List.of(node(), node());
    private final AtomicReferenceArray<@Nullable Hold> holds = new AtomicReferenceArray<>(16);
    private final AtomicInteger committed = new AtomicInteger();

    private SlicedLedger node() {
      return SlicedLedger.over(store, clock, nanos::get)
          .budgets(List.of(Budget.named("tokens").limitTokens(LIMIT).lifetime()))
          .currency(Money.USD)
          .withoutThread()
          .open();
    }

    private static Demand tokens(int count) {
      return Demand.ofPicos(0, Money.USD, count, 0);
    }

    /** Settles what the thread held before with as much, and holds anew. */
    @Operation
    public boolean settleAndHold(
        @Param(name = "thread") int thread,
        @Param(name = "node") int node,
        @Param(name = "count") int count) {
      int place = 2 * thread + node;
      SlicedLedger ledger = nodes.get(node);
      Hold before = holds.getAndSet(place, null);
      if (before != null) {
        ledger.settle(before, tokens(1));
        committed.addAndGet(1 - (int) before.demand().tokens());
      }
      Coverage coverage = ledger.match(Tags.none(), null);
      if (ledger.hold(coverage, tokens(count), 0) instanceof HoldAnswer.Granted granted) {
        committed.addAndGet(count);
        holds.set(place, granted.hold());
        return true;
      }
      return false;
    }

    /** Gives back what the thread held. */
    @Operation
    public void release(@Param(name = "thread") int thread, @Param(name = "node") int node) {
      Hold before = holds.getAndSet(2 * thread + node, null);
      if (before != null) {
        committed.addAndGet(-(int) before.demand().tokens());
        nodes.get(node).release(before);
      }
    }

    /** Some time passes, less than a lease, and reports fall due. */
    @Operation
    public void beat(@Param(name = "node") int node) {
      nanos.addAndGet(1_000_000_000L);
      nodes.get(node).beat();
    }

    /** The cap holds, the store reserves all that is committed, and nothing is lost on the way. */
    @Validate
    public void theCapHolds() {
      int sum = 0;
      for (SlicedLedger node : nodes) {
        WindowCounter counter = node.book().page().budgets().get(0).shared().current();
        sum += counter == null ? 0 : counter.own().committed().intValueExact();
      }
      SliceKey key =
          new SliceKey("tokens", "token", "", "lifetime", Long.MIN_VALUE, Long.MAX_VALUE);
      int reserved = store.totals(key).reserved().intValueExact();
      if (sum != committed.get() || sum > reserved || reserved > LIMIT) {
        throw new IllegalStateException(
            "Committed " + committed + ", counted " + sum + ", reserved " + reserved);
      }
    }
  }
}
