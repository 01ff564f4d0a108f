package io.costaware.cli.simulate;

import io.costaware.budget.Budget;
import io.costaware.budget.Coverage;
import io.costaware.budget.Demand;
import io.costaware.budget.Hold;
import io.costaware.budget.HoldAnswer;
import io.costaware.ledger.SliceStore;
import io.costaware.ledger.SlicedLedger;
import io.costaware.money.Money;
import io.costaware.tags.Tags;
import java.util.List;

/**
 * One life of a node: a ledger of its own, with a link to the store that all share.
 *
 * <p>For use by one thread.
 */
final class NodeProcess {
  private final int node;
  private final Link link;
  private final Bound.OfProcess bound;
  private final VirtualTime time;
  private final SlicedLedger ledger;
  private final Coverage coverage;

  NodeProcess(
      int node, Scenario scenario, Budget budget, SliceStore store, VirtualTime time, Bound fleet) {
    this.node = node;
    this.time = time;
    this.bound = fleet.new OfProcess();
    this.link =
        new Link(store, time, bound, scenario.storeLatencyNanos(), scenario.storeTimeoutNanos());
    this.ledger =
        SlicedLedger.over(link, time, link::nanos)
            .budgets(List.of(budget))
            .currency(Money.USD)
            .node("node-" + node)
            .settings(scenario.settings())
            .withoutThread()
            .open();
    this.coverage = ledger.match(Tags.none(), null, null);
  }

  int node() {
    return node;
  }

  Link link() {
    return link;
  }

  Bound.OfProcess bound() {
    return bound;
  }

  HoldAnswer hold(long picos) {
    link.begin();
    return ledger.hold(coverage, demand(picos), time.millis());
  }

  void settle(Hold hold, long picos) {
    link.begin();
    var unused = ledger.settle(hold, demand(picos));
  }

  void beat() {
    link.begin();
    ledger.beat();
  }

  long nextBeatNanos() {
    return ledger.nextBeatNanos();
  }

  private static Demand demand(long picos) {
    return Demand.ofPicos(picos, Money.USD, 0, 1);
  }
}
