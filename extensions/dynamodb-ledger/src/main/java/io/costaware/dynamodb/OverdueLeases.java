package io.costaware.dynamodb;

import io.costaware.ledger.SliceRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Ends the leases of a counter that are overdue. */
final class OverdueLeases {
  /** A transaction takes a hundred writes; one is that of the totals. */
  private static final int AT_ONCE = 90;

  private final SliceTable table;

  OverdueLeases(SliceTable table) {
    this.table = table;
  }

  /** Takes back the room of up to ninety nodes; others may get ahead of it, which is as good. */
  void end(Deadline deadline, CounterItems items, CounterItems.Sums read) {
    List<Map<String, AttributeValue>> first =
        table.firstDue(deadline, items.counter(), AT_ONCE + 1);
    long now = table.earliestMillis();
    CounterItems.Sums sums = read.withNextDue(CounterItems.NEVER);
    List<TransactWriteItem> writes = new ArrayList<>();
    for (Map<String, AttributeValue> item : first) {
      SliceRecord record = CounterItems.record(item);
      if (writes.size() == AT_ONCE || !record.isOverdueAt(now)) {
        sums = sums.withNextDue(record.expiresAtMillis());
        break;
      }
      SliceRecord expired = record.expired();
      sums = sums.replacing(record, expired);
      writes.add(table.writing(items.item(expired, Items.version(item))));
    }
    writes.add(table.replacing(read.version(), items.item(sums)));
    if (table.write(deadline, writes).contains(true)) {
      deadline.pauseAfterConflict();
    }
  }
}
