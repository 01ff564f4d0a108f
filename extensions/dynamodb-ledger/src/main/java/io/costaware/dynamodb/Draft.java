package io.costaware.dynamodb;

import io.costaware.ledger.SliceRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * A transaction in the making. What was decided for it counts for what is decided next, and it
 * passes only if all that a decision rests on is as it was read: two nodes in neighbouring buckets
 * of a window each write what the other has read.
 */
final class Draft {
  private final SliceTable table;
  private final Snapshot snapshot;
  private final Map<CounterItems, CounterItems.Sums> decided = new HashMap<>();
  private final Map<CounterItems, String> restsOn = new LinkedHashMap<>();
  private final List<TransactWriteItem> actions = new ArrayList<>();
  private final List<String> families = new ArrayList<>();

  Draft(SliceTable table, Snapshot snapshot) {
    this.table = table;
    this.snapshot = snapshot;
  }

  /** The totals as they will be. */
  CounterItems.Sums sums(CounterItems counter) {
    CounterItems.Sums sums = decided.get(counter);
    return sums == null ? snapshot.sums(counter) : sums;
  }

  /**
   * Gives a node another record.
   *
   * @param others whose totals the decision rests on, besides the counter's own
   */
  void replace(
      CounterItems counter,
      @Nullable SliceRecord before,
      SliceRecord after,
      Collection<CounterItems> others) {
    CounterItems.Sums sums = sums(counter).replacing(before, after);
    decided.put(counter, sums);
    act(counter.family(), table.replacing(sums.version(), counter.item(sums)));
    // A batch is not read at one moment, so the record vouches for itself.
    long version = snapshot.recordVersion(counter, after.node());
    act(counter.family(), table.replacing(version, counter.item(after, version)));
    others.forEach(other -> restsOn.put(other, counter.family()));
  }

  private void act(String family, TransactWriteItem action) {
    actions.add(action);
    families.add(family);
  }

  /** What is written, and then what must be as it was read. */
  List<TransactWriteItem> complete() {
    restsOn.forEach(
        (counter, family) -> {
          // What is written is checked with that, and an item stands in a transaction only once.
          if (!decided.containsKey(counter)) {
            act(family, table.checking(snapshot.sums(counter).version(), counter.totalsKey()));
          }
        });
    restsOn.clear();
    return actions;
  }

  /** Whose reports need an action. */
  String family(int action) {
    return families.get(action);
  }
}
