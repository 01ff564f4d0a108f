package io.costaware.ledger;

import io.costaware.budget.Budget;
import io.costaware.budget.Demand;
import io.costaware.budget.Hold;
import io.costaware.budget.HoldAnswer;
import io.costaware.budget.Shortfall;
import io.costaware.money.Money;
import io.costaware.tags.Tags;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Nodes of a fleet over one store in memory, whose clock a test sets. */
final class FleetOnTrial {
  static final Duration LEASE = Duration.ofSeconds(10);
  private static final long START = Instant.parse("2026-11-21T11:00:00Z").toEpochMilli();

  final AtomicLong now = new AtomicLong(START);
  final UnreliableStore store = new UnreliableStore(new InMemorySliceStore(this::instant));
  final List<SlicedLedger> nodes = new ArrayList<>();

  private Instant instant() {
    return Instant.ofEpochMilli(now.get());
  }

  SlicedLedger node(Budget... budgets) {
    return node(Duration.ZERO, budgets);
  }

  /** A node whose wall clock is off; durations are the same everywhere. */
  SlicedLedger node(Duration skew, Budget... budgets) {
    SlicedLedger made =
        SlicedLedger.over(store, () -> instant().plus(skew), () -> now.get() * 1_000_000)
            .budgets(List.of(budgets))
            .currency(Money.USD)
            .node("node-" + nodes.size())
            .settings(SliceSettings.USUAL.withLease(LEASE))
            .withoutThread()
            .open();
    nodes.add(made);
    return made;
  }

  /** Lets time pass in small steps, in which all nodes but those given report. */
  void pass(Duration time, SlicedLedger... silent) {
    long end = now.get() + time.toMillis();
    while (now.get() < end) {
      now.set(Math.min(end, now.get() + 100));
      for (SlicedLedger node : nodes) {
        if (!List.of(silent).contains(node)) {
          node.beat();
        }
      }
    }
  }

  HoldAnswer tryHold(SlicedLedger node, String usd) {
    Demand demand = Demand.of(Money.usd(usd), 0, 1);
    return node.hold(node.match(Tags.none(), null), demand, now.get());
  }

  Hold hold(SlicedLedger node, String usd) {
    return tryHold(node, usd)
        .fold(
            hold -> hold,
            lack -> {
              throw new AssertionError(lack.describe());
            });
  }

  Shortfall refusal(SlicedLedger node, String usd) {
    return tryHold(node, usd)
        .fold(
            hold -> {
              throw new AssertionError("held " + hold.demand());
            },
            lack -> lack);
  }

  void spend(SlicedLedger node, String usd) {
    node.settle(hold(node, usd), Demand.of(Money.usd(usd), 0, 1));
  }

  /** What the store counts against a lifetime budget in money. */
  SliceTotals totals(String budget) {
    return store.totals(key(budget));
  }

  static SliceKey key(String budget) {
    return new SliceKey(budget, "pico-USD", "", "lifetime", Long.MIN_VALUE, Long.MAX_VALUE);
  }

  static BigInteger picos(String usd) {
    return Money.usd(usd).amount().movePointRight(Money.PICO_SCALE).toBigIntegerExact();
  }
}
