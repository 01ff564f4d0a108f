package io.costaware.cli.simulate;

import io.costaware.budget.Budget;
import io.costaware.budget.Hold;
import io.costaware.budget.HoldAnswer;
import io.costaware.budget.Shortfall;
import io.costaware.ledger.InMemorySliceStore;
import io.costaware.money.Money;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One run: nodes with ledgers of their own share one budget until it is exhausted, and a while on.
 *
 * <p>For use by one thread.
 */
final class Simulation {
  // As often as a ledger's own thread looks for reports that are due.
  private static final long BEAT_NANOS = 20_000_000L;

  private final Scenario scenario;
  private final VirtualTime time = new VirtualTime();
  private final EventQueue events = new EventQueue();
  private final CallsInFlight calls = new CallsInFlight();
  private final InMemorySliceStore store = new InMemorySliceStore(time);
  private final Budget budget;
  private final SimulatedNode[] nodes;
  private final Truth truth;
  private final Bound bound = new Bound();
  private final Tally tally = new Tally();
  private long endedTrips;
  private long endsNanos;
  private final long nearLimit;
  private @Nullable Standing awayFromLimit;
  private @Nullable Standing firstRefusal;

  Simulation(Scenario scenario) {
    this.scenario = scenario;
    this.budget =
        Budget.named("simulated").limit(Money.ofPicos(scenario.limit(), Money.USD)).lifetime();
    this.truth = new Truth(scenario.limit());
    this.nearLimit = scenario.limit() / 10 * 9;
    this.endsNanos = scenario.durationNanos();
    this.nodes = new SimulatedNode[scenario.nodes()];
    SplittableRandom seeds = new SplittableRandom(scenario.seed());
    for (int i = 0; i < nodes.length; i++) {
      double gap = scenario.traffic().meanGapNanos(i, nodes.length);
      nodes[i] = new SimulatedNode(seeds.split(), seeds.split(), gap);
    }
  }

  /** Runs to the end. */
  Outcome run() {
    for (int i = 0; i < nodes.length; i++) {
      events.add(nodes[i].untilNextCallNanos(), EventKind.ARRIVAL, i);
      events.add(scenario.faults().untilCutNanos(nodes[i].faults()), EventKind.CUT, i);
      events.add(scenario.faults().untilPauseNanos(nodes[i].faults()), EventKind.PAUSE, i);
      start(i);
    }
    while (events.next() && events.nanos() <= endsNanos) {
      time.moveTo(events.nanos());
      happen(events.kind(), events.whom());
    }
    long trips = trips();
    for (SimulatedNode node : nodes) {
      NodeProcess process = node.process();
      if (process != null) {
        process.link().endLeaseIfOver();
      }
    }
    long left = Math.max(0, scenario.limit() - truth.committed());
    long endedNanos = Math.min(endsNanos, scenario.durationNanos());
    do {
      if (events.kind() == EventKind.END) {
        truth.ended(calls.held(events.whom()), calls.actual(events.whom()));
      }
    } while (events.next());
    return new Outcome(
        scenario,
        truth.spent(),
        truth.overshoot(),
        bound.total(),
        left,
        trips,
        endedNanos,
        tally,
        awayFromLimit,
        firstRefusal);
  }

  private void happen(EventKind kind, int whom) {
    switch (kind) {
      case ARRIVAL -> arrive(whom);
      case END -> end(whom);
      case LATE_END -> settle(whom);
      case BEAT -> beat(whom);
      case CRASH -> crash(whom);
      case START -> start(whom);
      case CUT -> cut(whom);
      case REJOIN -> rejoin(whom);
      case PAUSE -> pause(whom);
      case RESUME -> resume(whom);
    }
  }

  private void arrive(int whom) {
    SimulatedNode node = nodes[whom];
    long now = time.nanos();
    long hold = scenario.traffic().hold(node.calls());
    long actual = scenario.traffic().actual(node.calls(), hold);
    long lasts = scenario.traffic().durationNanos(node.calls());
    events.add(now + node.untilNextCallNanos(), EventKind.ARRIVAL, whom);
    NodeProcess process = node.process();
    if (process == null || node.isPausedAt(now)) {
      return;
    }
    HoldAnswer answer = process.hold(hold);
    if (answer instanceof HoldAnswer.Granted granted) {
      tally.admitted++;
      truth.admitted(hold);
      if (awayFromLimit == null && truth.committed() >= nearLimit) {
        awayFromLimit = standing();
      }
      process.bound().admitted(hold, actual);
      // A call that had to wait for the store is sent so much later.
      long ends = process.link().nanos() + lasts;
      events.add(ends, EventKind.END, calls.add(process, granted.hold(), hold, actual));
    } else {
      refused(((HoldAnswer.Refused) answer).shortfall(), hold);
    }
    planBeat(whom, node, process);
  }

  private void refused(Shortfall shortfall, long hold) {
    tally.refused++;
    tally.falseRefusals += truth.fits(hold) ? 1 : 0;
    if (shortfall.cause() == Shortfall.Cause.STORE_UNREACHABLE) {
      tally.unreachable++;
    } else if (firstRefusal == null) {
      firstRefusal = standing();
      endsNanos = Math.min(endsNanos, time.nanos() + scenario.runOnNanos());
    }
  }

  private void end(int call) {
    NodeProcess process = calls.process(call);
    SimulatedNode node = nodes[process.node()];
    truth.ended(calls.held(call), calls.actual(call));
    process.bound().ended(calls.held(call), calls.actual(call));
    if (node.isPausedAt(time.nanos()) && node.process() == process) {
      events.add(node.pausedUntilNanos(), EventKind.LATE_END, call);
    } else {
      settle(call);
    }
  }

  private void settle(int call) {
    NodeProcess process = calls.process(call);
    Hold hold = calls.hold(call);
    long actual = calls.actual(call);
    SimulatedNode node = nodes[process.node()];
    calls.remove(call);
    if (node.process() == process) {
      // Whether that must be told is looked at with the node's next call or report.
      process.settle(hold, actual);
    }
  }

  /** Reports are made when they are due; a thread that is asked to takes as long as a trip. */
  private void planBeat(int whom, SimulatedNode node, NodeProcess process) {
    long due = process.nextBeatNanos();
    if (due < node.beatAtNanos()) {
      long at = Math.max(due, time.nanos() + scenario.storeLatencyNanos());
      if (at < node.beatAtNanos()) {
        node.beatAt(at);
        events.add(at, EventKind.BEAT, whom);
      }
    }
  }

  private void beat(int whom) {
    SimulatedNode node = nodes[whom];
    NodeProcess process = node.process();
    long now = time.nanos();
    if (process == null || node.beatAtNanos() != now) {
      return;
    }
    long next;
    if (node.isPausedAt(now)) {
      next = node.pausedUntilNanos();
    } else {
      process.beat();
      next = Math.max(process.nextBeatNanos(), now + BEAT_NANOS);
    }
    node.beatAt(next);
    events.add(next, EventKind.BEAT, whom);
  }

  private void start(int whom) {
    SimulatedNode node = nodes[whom];
    node.process(new NodeProcess(whom, scenario, budget, store, time, bound));
    events.add(
        time.nanos() + scenario.faults().untilCrashNanos(node.faults()), EventKind.CRASH, whom);
  }

  private void crash(int whom) {
    SimulatedNode node = nodes[whom];
    NodeProcess process = node.process();
    if (process == null) {
      return;
    }
    tally.crashes++;
    process.bound().lost();
    endedTrips += process.link().trips();
    node.process(null);
    events.add(time.nanos() + scenario.faults().restartNanos(node.faults()), EventKind.START, whom);
  }

  private void cut(int whom) {
    SimulatedNode node = nodes[whom];
    NodeProcess process = node.process();
    long lasts = scenario.faults().cutNanos(node.faults(), scenario.settings().lease().toNanos());
    boolean answerOnly = node.faults().nextBoolean();
    if (process != null) {
      tally.cuts++;
      process.link().cut(answerOnly);
    }
    events.add(time.nanos() + lasts, EventKind.REJOIN, whom);
  }

  private void rejoin(int whom) {
    SimulatedNode node = nodes[whom];
    NodeProcess process = node.process();
    if (process != null) {
      process.link().rejoin();
    }
    events.add(time.nanos() + scenario.faults().untilCutNanos(node.faults()), EventKind.CUT, whom);
  }

  private void pause(int whom) {
    SimulatedNode node = nodes[whom];
    long until =
        time.nanos()
            + scenario.faults().pauseNanos(node.faults(), scenario.settings().lease().toNanos());
    if (node.process() != null) {
      tally.pauses++;
      node.pauseUntil(until);
    }
    events.add(until, EventKind.RESUME, whom);
  }

  private void resume(int whom) {
    SimulatedNode node = nodes[whom];
    events.add(
        time.nanos() + scenario.faults().untilPauseNanos(node.faults()), EventKind.PAUSE, whom);
  }

  private Standing standing() {
    return new Standing(time.nanos(), truth.committed(), trips(), tally.admitted + tally.refused);
  }

  private long trips() {
    long trips = endedTrips;
    for (SimulatedNode node : nodes) {
      NodeProcess process = node.process();
      trips += process == null ? 0 : process.link().trips();
    }
    return trips;
  }
}
