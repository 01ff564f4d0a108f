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
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Nodes that have spent and make no calls any more, while the store loses what they told. */
class SleepingSlicesTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final SliceKey SHARED =
      new SliceKey("calls", "request", "", "lifetime", Long.MIN_VALUE, Long.MAX_VALUE);

  private final AtomicLong passed = new AtomicLong();
  private final InstantSource clock = () -> NOON.plusNanos(passed.get());
  private InMemorySliceStore store = new InMemorySliceStore(clock);

  private SlicedLedger node(String name) {
    return SlicedLedger.over(new CurrentStore(), clock, passed::get)
        .budgets(
            List.of(
                Budget.named("calls").limitRequests(100).lifetime(),
                Budget.named("tenants").each("tenant").limitRequests(60).lifetime()))
        .currency(Money.USD)
        .node(name)
        .settings(SliceSettings.USUAL.withLease(Duration.ofSeconds(3)))
        .withoutThread()
        .open();
  }

  private static int calls(SlicedLedger node, String tenant, int tries) {
    int admitted = 0;
    for (int i = 0; i < tries; i++) {
      Demand one = Demand.ofPicos(0, Money.USD, 0, 1);
      HoldAnswer answer =
          node.hold(node.match(Tags.of("tenant", tenant), null, null), one, node.clock().millis());
      if (answer instanceof HoldAnswer.Granted granted) {
        var unused = node.settle(granted.hold(), one);
        admitted++;
      }
    }
    return admitted;
  }

  private void letPass(Duration time, SlicedLedger... nodes) {
    long end = passed.get() + time.toNanos();
    while (passed.get() < end) {
      passed.addAndGet(TimeUnit.MILLISECONDS.toNanos(50));
      for (SlicedLedger node : nodes) {
        node.beat();
      }
    }
  }

  @Test
  void B7_aStoreThatLostDataIsToldAgainByNodesWithoutCalls() {
    SlicedLedger idle = node("idle");
    SlicedLedger busy = node("busy");
    int spent = calls(busy, "b", 1);
    InMemorySliceStore old = store.copy();
    spent += calls(idle, "a", 40) + calls(idle, "c", 40);
    letPass(Duration.ofSeconds(10), idle, busy);
    assertThat(store.totals(SHARED).live()).as("leases while nobody calls").isZero();

    old.recover();
    store = old;
    for (int i = 0; i < 200; i++) {
      letPass(Duration.ofMillis(50), idle, busy);
      spent += calls(busy, "b", 1);
    }
    assertThat(spent).isEqualTo(100);
    assertThat(store.totals(SHARED).settled()).isEqualTo(100);
    for (String tenant : List.of("a", "c")) {
      SliceKey key =
          new SliceKey(
              "tenants", "request", "tenant=" + tenant, "lifetime", Long.MIN_VALUE, Long.MAX_VALUE);
      assertThat(store.totals(key).settled()).isEqualTo(40);
    }
  }

  @Test
  void aNodeWithoutCallsAsksSeldom() {
    SlicedLedger idle = node("idle");
    int spent = calls(idle, "a", 40);
    letPass(Duration.ofSeconds(10), idle);
    long before = idle.storeTrips();
    letPass(Duration.ofSeconds(30), idle);
    // One in a third of the lease.
    assertThat(idle.storeTrips() - before).isBetween(25L, 30L);
    assertThat(store.totals(SHARED).settled()).isEqualTo(spent);
    assertThat(idle.nextBeatNanos() - passed.get()).isLessThanOrEqualTo(1_000_000_000L);
  }

  @Test
  void aNodeThatHasSpentNothingAsksNever() {
    SlicedLedger idle = node("idle");
    letPass(Duration.ofSeconds(10), idle);
    assertThat(idle.storeTrips()).isZero();
  }

  /** Whichever store there is now. */
  private final class CurrentStore implements SliceStore {
    @Override
    public List<SliceGrant> exchange(String node, List<SliceReport> reports) {
      return store.exchange(node, reports);
    }

    @Override
    public SliceTotals totals(SliceKey key) {
      return store.totals(key);
    }

    @Override
    public List<LostSlice> lost(SliceKey key) {
      return store.lost(key);
    }

    @Override
    public boolean reconcile(SliceKey key, String node, BigInteger actual) {
      return store.reconcile(key, node, actual);
    }

    @Override
    public void close() {}
  }
}
