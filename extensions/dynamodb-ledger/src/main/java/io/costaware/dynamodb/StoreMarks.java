package io.costaware.dynamodb;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What a table knows of itself, in one item: its layout, which table this is, the longest lease
 * that anybody had, and until when it grants nothing because data may be lost.
 *
 * @param version rises with each change
 * @param table the identity that DynamoDB gave the table; another one after a restore
 */
record StoreMarks(
    long version, long layout, String table, long longestLeaseMillis, long recoveringUntilMillis) {
  /** The layout that this version reads and writes. */
  static final long LAYOUT = 1;

  /** Of items whose marks are gone: whatever table this is, it is another one. */
  static final String UNKNOWN = "unknown";

  private static final String NAME = "marks";

  static final Map<String, AttributeValue> KEY = Items.key(NAME, NAME);

  /** Of a table that has none; nothing of it is known but that it may have lost data. */
  static final StoreMarks NONE = new StoreMarks(0, LAYOUT, UNKNOWN, 0, Long.MIN_VALUE);

  static StoreMarks of(Map<String, AttributeValue> item) {
    return new StoreMarks(
        Items.number(item, Items.VERSION),
        Items.number(item, "layout"),
        Items.text(item, "table"),
        Items.number(item, "longestLease"),
        Items.number(item, "recoveringUntil"));
  }

  Map<String, AttributeValue> item() {
    return Items.with(
        KEY,
        Map.of(
            Items.VERSION,
            Items.number(version),
            "layout",
            Items.number(layout),
            "table",
            Items.text(table),
            "longestLease",
            Items.number(longestLeaseMillis),
            "recoveringUntil",
            Items.number(recoveringUntilMillis)));
  }

  /** These for a lease that is about to be given. */
  StoreMarks withLease(long millis) {
    return millis <= longestLeaseMillis
        ? this
        : new StoreMarks(version, layout, table, millis, recoveringUntilMillis);
  }

  /** These for the table that this is; another one recovers until then. */
  StoreMarks in(String here, long untilMillis) {
    return table.equals(here)
        ? this
        : new StoreMarks(version, layout, here, longestLeaseMillis, untilMillis);
  }

  StoreMarks recoveringUntil(long untilMillis) {
    return new StoreMarks(
        version, layout, table, longestLeaseMillis, Math.max(recoveringUntilMillis, untilMillis));
  }

  StoreMarks next() {
    return new StoreMarks(version + 1, layout, table, longestLeaseMillis, recoveringUntilMillis);
  }
}
