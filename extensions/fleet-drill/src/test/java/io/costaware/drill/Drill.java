package io.costaware.drill;

import io.costaware.ledger.SliceStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A fleet of processes, the store that they share, and the faults that are thrown at them. */
final class Drill implements AutoCloseable {
  private final Path directory;
  private final DrillStore store;
  private final DrillPlan plan;
  private final Cable cable;
  private final List<NodeProcess> running = new ArrayList<>();
  private final List<Life> lives = new ArrayList<>();
  private final List<Long> clocks = new ArrayList<>();
  private final FaultCount faults = new FaultCount();

  Drill(Path directory, DrillStore store, DrillPlan plan) {
    this.directory = directory;
    this.store = store;
    this.plan = plan;
    this.cable = new Cable(store.address().port());
  }

  /** Starts all nodes and waits until each has been granted room. */
  Drill start() {
    for (int node = 0; node < plan.nodes(); node++) {
      clocks.add(plan.clockAheadMillis(node));
      running.add(started(node));
    }
    awaitHeard();
    return this;
  }

  private NodeProcess started(int node) {
    String name = "node-" + node;
    int number = lives.size();
    Path journal = directory.resolve(name + "." + number + ".journal");
    Life life = new Life(name, journal);
    lives.add(life);
    NodeOrder order =
        new NodeOrder(
            name,
            new StoreAddress(store.address().kind(), cable.port()).toString(),
            journal,
            clocks.get(node),
            1_000L * number + 17,
            plan.calls(),
            plan.threads(),
            plan.lease(),
            plan.overrunPercent());
    return NodeProcess.start(
        DrillNode.class, order.arguments(), life, directory.resolve(name + "." + number + ".log"));
  }

  /** Until the store has answered a report of each node that was sent from now on. */
  void awaitHeard() {
    long now = System.nanoTime();
    for (NodeProcess node : running) {
      Await.until(
          node.life().name() + " is heard of; its log is in " + directory,
          () -> {
            if (!node.isAlive()) {
              throw new AssertionError(
                  node.life().name() + " has ended by itself; its log is in " + directory);
            }
            return node.life().readOn().heardNanos() > now;
          });
    }
  }

  /** Kills a node in the middle of its calls and starts it anew. */
  void kill(int node) {
    running.get(node).life().lose();
    running.get(node).kill();
    running.set(node, started(node));
    awaitHeard();
    faults.kills++;
  }

  /** Stops a node for longer than its lease. */
  void pause(int node) {
    running.get(node).life().lose();
    running.get(node).pause();
    Await.pass(plan.lease().plus(plan.lease().dividedBy(3)));
    running.get(node).goOn();
    awaitHeard();
    faults.pauses++;
  }

  /** Has a node make no calls any more. What it spent is to be remembered all the same. */
  void rest(int node) {
    running.get(node).tell(DrillNode.REST);
    // So long that it has told everything and given up its leases.
    Await.pass(plan.lease().multipliedBy(2));
  }

  /** Ends all connections to the store and lets none through for a time. */
  void cut(Duration time) {
    cable.cut();
    Await.pass(time);
    cable.mend();
    awaitHeard();
    faults.cuts++;
  }

  /** Lets nothing through for a time, without ending a connection. */
  void hang(Duration time) {
    cable.hang();
    Await.pass(time);
    cable.mend();
    awaitHeard();
    faults.cuts++;
  }

  /** Restarts the store; one that forgets falls back by as much as calls spend in that time. */
  void restartStore(Duration forgotten) {
    store.keep();
    Await.pass(forgotten);
    restartStore();
  }

  /** Restarts the store; one that forgets falls back to what it kept last. */
  void restartStore() {
    store.restart();
    awaitHeard();
    faults.restarts++;
    if (store.forgets()) {
      // So long nothing is granted, and nobody may be out of reach meanwhile.
      Await.pass(plan.lease());
      awaitHeard();
    }
  }

  int nodes() {
    return running.size();
  }

  boolean storeForgets() {
    return store.forgets();
  }

  /** Lets the nodes go on until nobody is admitted any more, ends them, and compares. */
  DrillOutcome finish() {
    awaitFull();
    running.forEach(node -> node.tell(DrillNode.CLOSE));
    for (NodeProcess node : running) {
      int code = node.awaitEnd();
      if (code != 0 || !node.life().readOn().isClosed()) {
        throw new AssertionError(
            node.life().name() + " ended with " + code + "; its log is in " + directory);
      }
    }
    try (SliceStore direct = store.address().open()) {
      Audit audit = new Audit(new DrillBudgets(plan.calls()), direct, lives);
      long trips = lives.stream().mapToLong(Life::trips).sum();
      return new DrillOutcome(
          store.address().kind(), plan, faults, audit.calls(), trips, audit.counters());
    }
  }

  private void awaitFull() {
    long[] admitted = {-1};
    long[] since = {System.nanoTime()};
    long quiet = plan.lease().multipliedBy(2).toNanos();
    Await.until(
        "the budgets are full",
        () -> {
          running.forEach(node -> node.life().readOn());
          long now = running.stream().mapToLong(node -> node.life().admitted()).sum();
          if (now != admitted[0]) {
            admitted[0] = now;
            since[0] = System.nanoTime();
          }
          return System.nanoTime() - since[0] > quiet;
        });
  }

  /** Runs a drill from beginning to end. */
  static DrillOutcome run(String kind, Path directory, DrillPlan plan, Consumer<Drill> faults) {
    try (DrillStore store = DrillStore.start(kind, directory);
        Drill drill = new Drill(directory, store, plan)) {
      drill.start();
      faults.accept(drill);
      return drill.finish();
    }
  }

  @Override
  public void close() {
    running.forEach(NodeProcess::close);
    cable.close();
  }
}
