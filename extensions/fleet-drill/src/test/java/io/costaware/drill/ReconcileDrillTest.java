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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A whole service that is killed, and another one that reads its event file. */
class ReconcileDrillTest {
  // Kept where something went wrong, with the logs and journals of the nodes.
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void B7_aKilledNodeIsReconciledFromItsFileToTheLastUnit() {
    Path log = directory.resolve("reporting.log");
    Path events = directory.resolve("reporting.jsonl");
    try (DrillStore store = DrillStore.start("redis", directory)) {
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
