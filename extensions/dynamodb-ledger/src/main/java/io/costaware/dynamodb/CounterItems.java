package io.costaware.dynamodb;

import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceRecord;
import io.costaware.ledger.SliceStore;
import io.costaware.ledger.SliceTotals;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items of one counter: its totals, whose version rises with every change of any of its items,
 * and one for each node. All have one partition key, so that the leases of a counter can be found
 * in the order in which they run out.
 */
final class CounterItems {
  private static final String TOTALS = "totals";
  private static final int LONGEST_NODE_IN_KEY = 900;

  /** No lease runs. */
  static final long NEVER = Long.MAX_VALUE;

  /**
   * The totals of a counter as they were read.
   *
   * @param version 0 of a counter that nobody has reported about
   * @param nextDueMillis no lease runs out before then; {@link #NEVER} if none runs
   */
  record Sums(long version, SliceTotals totals, long nextDueMillis) {
    static final Sums NONE = new Sums(0, SliceTotals.NOTHING, NEVER);

    boolean mayHaveOverdueAt(long millis) {
      return nextDueMillis <= millis;
    }

    /** After one record took the place of another. */
    Sums replacing(@Nullable SliceRecord before, SliceRecord after) {
      long due = after.live() ? Math.min(nextDueMillis, after.expiresAtMillis()) : nextDueMillis;
      return new Sums(version, totals.replacing(before, after), due);
    }

    Sums withNextDue(long millis) {
      return new Sums(version, totals, millis);
    }
  }

  private final SliceKey key;
  private final String counter;

  CounterItems(SliceKey key) {
    this.key = key;
    this.counter = Items.digest(key.family() + '\n' + key.startMillis() + '\n' + key.endMillis());
  }

  String counter() {
    return counter;
  }

  /** The same for all buckets of a window. */
  String family() {
    return key.family();
  }

  Map<String, AttributeValue> totalsKey() {
    return Items.key(counter, TOTALS);
  }

  Map<String, AttributeValue> recordKey(String node) {
    boolean fits = node.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NODE_IN_KEY;
    return Items.key(counter, fits ? "node " + node : "long " + Items.digest(node));
  }

  static Sums sums(Map<String, AttributeValue> item) {
    return new Sums(
        Items.number(item, Items.VERSION),
        new SliceTotals(
            Items.whole(item, "reserved"),
            Items.whole(item, "settled"),
            Math.toIntExact(Items.number(item, "live"))),
        item.containsKey("nextDue") ? Items.number(item, "nextDue") : NEVER);
  }

  /** The item of the totals in their next version. */
  Map<String, AttributeValue> item(Sums sums) {
    Map<String, AttributeValue> item = new HashMap<>(totalsKey());
    item.put(Items.VERSION, Items.number(sums.version() + 1));
    item.put("reserved", Items.number(sums.totals().reserved()));
    item.put("settled", Items.number(sums.totals().settled()));
    item.put("live", Items.number(sums.totals().live()));
    if (sums.nextDueMillis() != NEVER) {
      item.put("nextDue", Items.number(sums.nextDueMillis()));
    }
    // For people who look at the table.
    item.put("name", Items.text(key.toString()));
    forgetInTime(item);
    return item;
  }

  static SliceRecord record(Map<String, AttributeValue> item) {
    return new SliceRecord(
        Items.text(item, "node"),
        Items.number(item, "sequence"),
        Items.whole(item, "settled"),
        Items.whole(item, "held"),
        Items.whole(item, "allowance"),
        Items.number(item, "expiresAt"),
        item.containsKey(Items.DUE));
  }

  /** Whether it is a node's, not the totals. */
  static boolean isRecord(Map<String, AttributeValue> item) {
    return item.containsKey("node");
  }

  /** The item of a record in the version after that. */
  Map<String, AttributeValue> item(SliceRecord record, long version) {
    Map<String, AttributeValue> item = new HashMap<>(recordKey(record.node()));
    item.put(Items.VERSION, Items.number(version + 1));
    item.put("node", Items.text(record.node()));
    item.put("sequence", Items.number(record.sequence()));
    item.put("settled", Items.number(record.settled()));
    item.put("held", Items.number(record.held()));
    item.put("allowance", Items.number(record.allowance()));
    item.put("expiresAt", Items.number(record.expiresAtMillis()));
    if (record.live()) {
      // Only these are in the index of leases.
      item.put(Items.DUE, Items.number(record.expiresAtMillis()));
    }
    forgetInTime(item);
    return item;
  }

  private void forgetInTime(Map<String, AttributeValue> item) {
    long kept = SliceStore.KEPT_AFTER_END.toMillis();
    if (key.endMillis() < Long.MAX_VALUE - kept) {
      item.put(Items.FORGET_AT, Items.number(Math.floorDiv(key.endMillis() + kept, 1_000L)));
    }
  }
}
