package io.costaware.drill;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The long form of the drill: minutes for each store, with more nodes and with faults drawn at
 * random, and a table of what came of it. Ends with an error if a promise was broken.
 */
final class LongDrill {
  private static final Duration LEASE = Duration.ofMillis(1_500);
  private static final int THREADS = 3;

  private final Random random;
  private final PrintStream out;

  private LongDrill(long seed, PrintStream out) {
    this.random = new Random(seed);
    this.out = out;
  }

  /**
   * Runs it.
   *
   * @param arguments the stores with commas between them, minutes for each, nodes, and a seed if
   *     the faults of an earlier run are to come again
   */
  public static void main(String[] arguments) throws IOException {
    Duration each = Duration.ofMillis(Math.round(Double.parseDouble(arguments[1]) * 60_000));
    int nodes = Integer.parseInt(arguments[2]);
    long seed = arguments.length > 3 ? Long.parseLong(arguments[3]) : new Random().nextInt(100_000);
    LongDrill drill = new LongDrill(seed, System.out);
    drill.out.println("Seed " + seed + ", " + nodes + " nodes, " + each + " for each store");
    List<DrillOutcome> rounds = new ArrayList<>();
    for (String store : arguments[0].split(",", -1)) {
      long end = System.nanoTime() + each.toNanos();
      for (boolean losesNodes = false; System.nanoTime() - end < 0; losesNodes = !losesNodes) {
        rounds.add(drill.round(store, nodes, losesNodes));
      }
    }
    DrillTable.of(rounds).lines().forEach(drill.out::println);
    // Drivers may keep threads.
    System.exit(0);
  }

  private DrillOutcome round(String store, int nodes, boolean losesNodes) throws IOException {
    Path directory = Files.createTempDirectory("fleet-drill");
    int overrunPercent = losesNodes ? 3 : 0;
    DrillPlan plan = new DrillPlan(nodes, 600L * nodes, THREADS, LEASE, overrunPercent);
    Consumer<Drill> faults = losesNodes ? this::faultsOfNodes : this::faultsOfStore;
    DrillOutcome outcome = Drill.run(store, directory, plan, faults).keepsItsWord();
    if (!losesNodes) {
      outcome.isExact();
    }
    out.println(DrillTable.of(List.of(outcome)).row());
    outcome.counters().stream()
        .filter(counter -> !counter.after().equals(counter.spent()))
        .forEach(counter -> out.println("Not told: " + counter));
    delete(directory);
    return outcome;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** No node is lost, whatever the store forgets. */
  private void faultsOfStore(Drill drill) {
    for (int i = 0; i < 4; i++) {
      switch (random.nextInt(4)) {
        case 0 -> drill.cut(upTo(2_500));
        case 1 -> drill.hang(upTo(2_500));
        default -> drill.restartStore(upTo(1_000));
      }
    }
    drill.rest(random.nextInt(drill.nodes()));
    drill.restartStore();
  }

  /** Nodes are lost, and only a store that forgets nothing is restarted meanwhile. */
  private void faultsOfNodes(Drill drill) {
    for (int i = 0; i < 5; i++) {
      int node = random.nextInt(drill.nodes());
      switch (random.nextInt(5)) {
        case 0, 1 -> drill.kill(node);
        case 2 -> drill.pause(node);
        case 3 -> drill.cut(upTo(2_500));
        default -> {
          if (drill.storeForgets()) {
            drill.kill(node);
          } else {
            drill.restartStore(Duration.ZERO);
          }
        }
      }
    }
  }

  private Duration upTo(int millis) {
    return Duration.ofMillis(random.nextInt(millis));
  }
}
