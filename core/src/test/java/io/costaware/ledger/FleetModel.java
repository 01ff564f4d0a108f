package io.costaware.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.budget.Budget;
import io.costaware.budget.BudgetWindow;
import io.costaware.budget.Demand;
import io.costaware.budget.HoldAnswer;
import io.costaware.money.Money;
import io.costaware.tags.Tags;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Three nodes over one store, and the truth beside them: a line for each hold of each life of a
 * node. Times are of the store; each node's clocks differ from it.
 */
final class FleetModel {
  /** The limit, in tokens. */
  static final int LIMIT = 60;

  private static final long START = Instant.parse("2026-11-26T10:00:00Z").toEpochMilli();
  private static final Duration LEASE = Duration.ofSeconds(1);
  private static final SliceSettings SETTINGS =
      new SliceSettings(
          LEASE, 4, Duration.ofMillis(20), Duration.ofMillis(30), Duration.ofMillis(100));
  private static final long[] SKEW_MILLIS = {0, 170, -310};

  private final BudgetWindow window;
  private long now = START;
  private InMemorySliceStore store = new InMemorySliceStore(() -> Instant.ofEpochMilli(now));
  private @Nullable InMemorySliceStore old;
  private Map<FleetNode, FleetNode.Told> toldOld = new HashMap<>();
  private final List<FleetNode> lives = new ArrayList<>();
  private final FleetNode[] nodes = new FleetNode[SKEW_MILLIS.length];
  private final Map<SliceKey, SliceKey> keys = new HashMap<>();
  // What nodes admitted that the store knew nothing of when it gave their room away.
  private long lost;
  private boolean whole = true;

  FleetModel(BudgetWindow window) {
    this.window = window;
    for (int i = 0; i < nodes.length; i++) {
      start(i);
    }
  }

  private void start(int place) {
    FleetNode node = new FleetNode(this, SKEW_MILLIS[place]);
    nodes[place] = node;
    lives.add(node);
  }

  SlicedLedger open(FleetNode node, long skewMillis) {
    return SlicedLedger.over(
            node,
            () -> Instant.ofEpochMilli(now + skewMillis),
            () -> (now + 7 * skewMillis) * 1_000_000)
        .budgets(List.of(Budget.named("tokens").limitTokens(LIMIT).within(window)))
        .currency(Money.USD)
        .settings(SETTINGS)
        .withoutThread()
        .open();
  }

  long now() {
    return now;
  }

  InMemorySliceStore store() {
    return store;
  }

  /** A store hears of a counter. */
  void heard(SliceKey key) {
    keys.put(key, key);
  }

  /** A node told what it had kept for longer than its lease; others may have got that room. */
  void toldLate(long tokens) {
    lost += tokens;
  }

  boolean isLate(FleetNode.Told told) {
    return told.atMillis() + LEASE.toMillis() <= now;
  }

  private static Demand tokens(int count) {
    return Demand.ofPicos(0, Money.USD, count, 0);
  }

  /** A call asks a node. */
  void hold(int place, int count) {
    FleetNode node = nodes[place];
    SlicedLedger ledger = node.ledger();
    long at = now + node.skewMillis();
    if (ledger.hold(ledger.match(Tags.none(), null), tokens(count), at)
        instanceof HoldAnswer.Granted granted) {
      node.admitted(count);
      node.lines().add(new FleetNode.Line(granted.hold(), bucket(at, node), count));
    }
  }

  // A node's windows only go forward, and so do the buckets of its calls.
  private BudgetWindow.Span bucket(long at, FleetNode node) {
    BudgetWindow.Span span = window.at(at);
    List<FleetNode.Line> lines = node.lines();
    if (!lines.isEmpty()
        && lines.get(lines.size() - 1).bucket().startMillis() > span.startMillis()) {
      return lines.get(lines.size() - 1).bucket();
    }
    return span;
  }

  /** A call that is open asks for more. */
  void extend(int place, int which, int count) {
    FleetNode node = nodes[place];
    FleetNode.Line line = node.open(which);
    if (line != null
        && node.ledger().extend(line.hold(), tokens(count)) instanceof HoldAnswer.Granted) {
      node.admitted(count);
      line.holdMore(count);
    }
  }

  /** A call ends. */
  void settle(int place, int which, int actual) {
    FleetNode node = nodes[place];
    FleetNode.Line line = node.open(which);
    if (line != null) {
      node.ledger().settle(line.hold(), tokens(actual));
      node.admitted(Math.max(0, actual - line.held()));
      line.settled(actual);
    }
  }

  /** A node reports what is due. */
  void beat(int place) {
    nodes[place].ledger().beat();
  }

  /** Time goes on, and all nodes that are there report what is due. */
  void timePasses(int millis) {
    now += millis;
  }

  /** A node is gone without a word, its open calls with it; another takes its place. */
  void dies(int place) {
    whole &= nodes[place].lines().isEmpty();
    start(place);
  }

  /** A node closes once its calls have ended; another takes its place. */
  void closes(int place) {
    FleetNode node = nodes[place];
    for (FleetNode.Line line = node.open(0); line != null; line = node.open(0)) {
      settle(place, 0, line.held());
    }
    whole &= node.cut() == FleetNode.Cut.NONE;
    node.ledger().close();
    start(place);
  }

  /**
   * The way between a node and the store is cut, also in the midst of an answer, or whole again.
   */
  void cut(int place, FleetNode.Cut cut) {
    nodes[place].cut(cut);
  }

  /** Keeps a copy of the store for later, once it has seen a lease. */
  void copyStore() {
    if (keys.isEmpty()) {
      return;
    }
    old = store.copy();
    toldOld = new HashMap<>();
    lives.forEach(life -> toldOld.put(life, life.told()));
  }

  /** The store comes back as it was then, and knows that it may have lost something. */
  void storeGoesBack() {
    if (old == null) {
      return;
    }
    whole = false;
    store = old.copy();
    store.recover();
    for (FleetNode life : lives) {
      FleetNode.Told then = toldOld.getOrDefault(life, FleetNode.Told.NOTHING);
      // Who was heard of lately is heard again before anything is granted.
      long atMillis = isLate(life.told()) ? life.told().atMillis() : now;
      life.forgotten(new FleetNode.Told(then.admitted(), atMillis));
    }
  }

  private long sum(BudgetWindow.Span now, ToLongFunction<FleetNode.Line> what) {
    long from = window.countsFromMillis(now);
    return lives.stream()
        .flatMap(life -> life.lines().stream())
        .filter(line -> line.bucket().startMillis() >= from)
        .filter(line -> line.bucket().startMillis() <= now.startMillis())
        .mapToLong(what)
        .sum();
  }

  /**
   * All nodes together keep the limit, but for what calls took beyond what they held, and for what
   * nodes admitted without being heard for a lease.
   */
  void check() {
    long unheard =
        lives.stream().filter(life -> isLate(life.told())).mapToLong(FleetNode::untold).sum();
    for (long at = now; at <= now + 2_000; at += 2_000) {
      BudgetWindow.Span span = window.at(at);
      long committed = sum(span, FleetNode.Line::committed);
      long overshoot = sum(span, FleetNode.Line::overshoot);
      assertThat(committed)
          .as("committed by all nodes; overshoot %s, lost %s, unheard %s", overshoot, lost, unheard)
          .isLessThanOrEqualTo(LIMIT + overshoot + lost + unheard);
    }
  }

  /** When all calls have ended and all nodes closed, the store says what they took. */
  void end() {
    for (int place = 0; place < nodes.length; place++) {
      cut(place, FleetNode.Cut.NONE);
      now += 10_000;
      closes(place);
    }
    check();
    if (!whole) {
      return;
    }
    now += 2 * LEASE.toMillis();
    BigInteger settled = BigInteger.ZERO;
    BigInteger reserved = BigInteger.ZERO;
    for (SliceKey key : keys.keySet()) {
      settled = settled.add(store.totals(key).settled());
      reserved = reserved.add(store.totals(key).reserved());
    }
    long truth =
        lives.stream()
            .flatMap(life -> life.lines().stream())
            .mapToLong(FleetNode.Line::committed)
            .sum();
    assertThat(settled).isEqualTo(BigInteger.valueOf(truth));
    assertThat(reserved).isEqualTo(settled);
  }
}
