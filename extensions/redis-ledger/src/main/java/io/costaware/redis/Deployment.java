package io.costaware.redis;

import io.costaware.ledger.SliceStoreException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The marks that a deployment sets, and what is looked at before a store is used. */
final class Deployment {
  private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

  private final RedisLink link;
  private final KeyNames names;
  private final SliceScript script;
  private final ScriptRunner runner;

  Deployment(RedisLink link, KeyNames names, SliceScript script, ScriptRunner runner) {
    this.link = link;
    this.names = names;
    this.script = script;
    this.runner = runner;
  }

  /** What one partition's marks say. */
  private record Marks(boolean present, boolean used, boolean tellsRun) {}

  /**
   * Sets the marks that are missing. Where none is there, the data are new. Where some are, and
   * nodes have used them, the others were lost, and nothing is granted there for a while.
   */
  void mark() {
    List<Marks> found = look();
    boolean used = found.stream().anyMatch(marks -> marks.present() && marks.used());
    List<SliceScript.Call> calls = new ArrayList<>();
    for (int partition = 0; partition < KeyNames.PARTITIONS; partition++) {
      if (!found.get(partition).present()) {
        calls.add(script.call(List.of(names.marks(partition)), "mark", used ? "lost" : "new"));
      }
    }
    if (!calls.isEmpty()) {
      runner.run(calls);
    }
  }

  /** Refuses what can't be used. Single marks may be missing: the next report sets them anew. */
  void check() {
    List<Marks> found = look();
    if (found.stream().noneMatch(Marks::present)) {
      throw RedisFailure.notSetUp(link.place(), names.prefix());
    }
    if (!found.get(0).tellsRun()) {
      LOG.warn(
          "Redis at {} does not let scripts read its run id (INFO server), so a restart that loses"
              + " data is noticed only by the nodes that remember more; allow the user 'info'",
          link.place());
    }
    evictsNothing(runner.memory());
  }

  private List<Marks> look() {
    List<SliceScript.Call> calls = new ArrayList<>();
    for (int partition = 0; partition < KeyNames.PARTITIONS; partition++) {
      calls.add(script.call(List.of(names.marks(partition)), "look"));
    }
    return runner.run(calls).stream()
        .map(
            answer ->
                new Marks(
                    answer.get(0).equals("marked"),
                    !answer.get(1).equals("0"),
                    !answer.get(2).equals("")))
        .toList();
  }

  /** A Redis that throws away counters when its memory is full forgets what was spent. */
  private void evictsNothing(String memory) {
    boolean limited =
        memory
            .lines()
            .anyMatch(line -> line.startsWith("maxmemory:") && !line.equals("maxmemory:0"));
    String policy =
        memory
            .lines()
            .filter(line -> line.startsWith("maxmemory_policy:"))
            .map(line -> line.substring("maxmemory_policy:".length()))
            .findFirst()
            .orElse("noeviction");
    if (limited && !policy.equals("noeviction")) {
      throw new SliceStoreException(
          "Redis at "
              + link.place()
              + " may throw budgets away when its memory is full (maxmemory-policy "
              + policy
              + "); use one whose policy is noeviction",
          null);
    }
  }
}
