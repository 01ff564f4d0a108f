package io.costaware.drill;

import io.costaware.budget.Demand;
import io.costaware.budget.HoldAnswer;
import io.costaware.ledger.SliceSettings;
import io.costaware.ledger.SlicedLedger;
import io.costaware.money.Money;
import io.costaware.tags.Tags;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One process of the fleet. Makes calls until it is told to rest, or to close in order. Where its
 * input ends, whoever started it is gone, and it ends at once.
 */
final class DrillNode {
  /** Make no calls any more. */
  static final int REST = 'r';

  /** Close in order. */
  static final int CLOSE = 'c';

  private final NodeOrder order;
  private final Journal journal;
  private final SlicedLedger ledger;
  private final InstantSource clock;
  private final AtomicLong ids = new AtomicLong();
  private volatile boolean stopping;

  private DrillNode(NodeOrder order) {
    this.order = order;
    this.journal = new Journal(order.journal());
    InstantSource system = InstantSource.system();
    this.clock = () -> system.instant().plusMillis(order.clockAheadMillis());
    this.ledger =
        SlicedLedger.over(
                new ToldStore(StoreAddress.parse(order.store()).open(), journal),
                clock,
                System::nanoTime)
            .budgets(new DrillBudgets(order.calls()).budgets())
            .currency(Money.USD)
            .node(order.name())
            .settings(settings(order.lease()))
            .open();
  }

  static SliceSettings settings(Duration lease) {
    return new SliceSettings(
        lease, 40, Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofMillis(150));
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    DrillNode node = new DrillNode(NodeOrder.of(arguments));
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < node.order.threads(); i++) {
      Random random = new Random(node.order.seed() + i);
      Thread thread = new Thread(() -> node.makeCalls(random), "calls-" + i);
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    int order = System.in.read();
    if (order == REST) {
      node.stopping = true;
      order = System.in.read();
    }
    if (order < 0) {
      Runtime.getRuntime().halt(3);
    }
    node.stopping = true;
    for (Thread thread : threads) {
      thread.join();
    }
    node.ledger.close();
    node.journal.write(new JournalLine.Closed(System.nanoTime(), node.ledger.storeTrips()));
    node.journal.close();
    // Drivers may keep threads; all is told.
    Runtime.getRuntime().halt(0);
  }

  private void makeCalls(Random random) {
    while (!stopping) {
      makeCall(random);
    }
  }

  private void makeCall(Random random) {
    DrillCall call = drawn(random);
    journal.write(new JournalLine.Wished(System.nanoTime(), call));
    HoldAnswer answer =
        ledger.hold(
            ledger.match(Tags.of("tenant", call.tenant()), null, null),
            demand(call.heldPicos(), call.heldTokens()),
            call.atMillis());
    if (answer instanceof HoldAnswer.Granted granted) {
      journal.write(new JournalLine.Admitted(System.nanoTime(), call.id()));
      pass(2 + random.nextInt(12));
      journal.write(new JournalLine.Settled(System.nanoTime(), call.id()));
      var unused = ledger.settle(granted.hold(), demand(call.actualPicos(), call.actualTokens()));
      pass(random.nextInt(12));
    } else if (answer instanceof HoldAnswer.Refused refused) {
      journal.write(
          new JournalLine.Refused(
              System.nanoTime(), call.id(), refused.shortfall().cause().toString()));
      pass(5 + random.nextInt(12));
    }
  }

  private DrillCall drawn(Random random) {
    int draw = random.nextInt(10);
    String tenant = DrillBudgets.TENANTS.get(draw < 5 ? 0 : draw < 8 ? 1 : 2);
    long heldPicos = (long) DrillBudgets.LEAST_PICOS + random.nextInt(DrillBudgets.LEAST_PICOS / 2);
    long heldTokens =
        (long) DrillBudgets.LEAST_TOKENS + random.nextInt(DrillBudgets.LEAST_TOKENS / 2);
    boolean overruns = random.nextInt(100) < order.overrunPercent();
    long permille = overruns ? 1_000 + random.nextInt(300) : 500 + random.nextInt(501);
    return new DrillCall(
        ids.incrementAndGet(),
        tenant,
        clock.millis(),
        heldPicos,
        heldTokens,
        heldPicos * permille / 1_000,
        heldTokens * permille / 1_000);
  }

  private static Demand demand(long picos, long tokens) {
    return Demand.ofPicos(picos, Money.USD, tokens, 1);
  }

  private static void pass(int millis) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
