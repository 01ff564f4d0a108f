package io.costaware.drill;

import static io.costaware.drill.ReportingNode.READY;
import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.CostAware;
import io.costaware.ledger.ReconciledSlice;
import io.costaware.sink.JsonLinesStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must hold with each store, in the short form. */
abstract class DrillPromises {
  private static final Duration LEASE = Duration.ofMillis(1_500);

  @TempDir private Path directory;

  abstract String kind();

  int nodes() {
    return 3;
  }

  @Test
  void B7_cutsAndRestartsOfTheStoreLoseAndDoubleNothingWithClocksDaysApart() {
    DrillOutcome outcome =
        Drill.run(
            kind(),
            directory,
            new DrillPlan(nodes(), 250L * nodes(), 3, LEASE, 0),
            drill -> {
              drill.cut(Duration.ofMillis(300));
              drill.rest(0);
              drill.restartStore();
              drill.hang(Duration.ofMillis(1_200));
            });
    outcome.ranFull().isExact().keepsItsWord();
  }

  @Test
  void B7_killedAndPausedNodesStayWithinTheBoundAndReconcileToTheLastUnit() {
    DrillOutcome outcome =
        Drill.run(
            kind(),
            directory,
            new DrillPlan(nodes(), 250L * nodes(), 3, LEASE, 3),
            drill -> {
              drill.kill(0);
              drill.pause(1);
              if (!drill.storeForgets()) {
                drill.restartStore(Duration.ofMillis(100));
              }
              drill.kill(drill.nodes() - 1);
            });
    outcome.ranFull().keepsItsWord();
  }

  @Test
  void B7_aKilledNodeIsReconciledFromItsFileToTheLastUnit() {
    Path log = directory.resolve("reporting.log");
    Path events = directory.resolve("reporting.jsonl");
    try (DrillStore store = DrillStore.start(kind(), directory)) {
      try (NodeProcess node =
          NodeProcess.start(
              ReportingNode.class,
              List.of(store.address().toString(), "pod-7", events.toString()),
              new Life("pod-7", directory.resolve("none.journal")),
              log)) {
        Await.until("the node is ready, see " + log, () -> text(log).contains(READY));
        node.kill();
      }
      try (CostAware survivor =
          ReportingNode.costs(
              store.address().open(), "pod-8", directory.resolve("survivor.jsonl"))) {
        List<ReconciledSlice> told = new ArrayList<>();
        Await.until(
            "the leases have ended",
            () -> {
              told.addAll(survivor.reconcile(JsonLinesStore.of(events)));
              return told.size() == 3;
            });
        assertThat(told).allMatch(slice -> slice.lost().held().signum() > 0);
      }
      KilledNodeEvents.of(events).agreeWith(store.address());
    }
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
