package io.costaware.drill;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What must hold with each store, in the short form. */
abstract class DrillPromises {
  private static final Duration LEASE = Duration.ofSeconds(2);

  // Kept where something went wrong, with the logs and journals of the nodes.
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

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
}
