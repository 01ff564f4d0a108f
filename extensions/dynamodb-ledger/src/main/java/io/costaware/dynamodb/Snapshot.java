package io.costaware.dynamodb;

import io.costaware.ledger.SliceRecord;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What was read, though not all at one moment: items by their keys, and which counters they belong
 * to.
 */
record Snapshot(
    Map<Map<String, AttributeValue>, Map<String, AttributeValue>> items,
    Collection<CounterItems> counters) {
  StoreMarks marks() {
    Map<String, AttributeValue> item = items.get(StoreMarks.KEY);
    return item == null ? StoreMarks.NONE : StoreMarks.of(item);
  }

  CounterItems.Sums sums(CounterItems counter) {
    Map<String, AttributeValue> item = items.get(counter.totalsKey());
    return item == null ? CounterItems.Sums.NONE : CounterItems.sums(item);
  }

  /** Null too if only the record was not forgotten yet: the totals know nothing of it. */
  @Nullable SliceRecord record(CounterItems counter, String node) {
    Map<String, AttributeValue> item = items.get(counter.recordKey(node));
    return item == null || sums(counter).version() == 0 ? null : CounterItems.record(item);
  }

  long recordVersion(CounterItems counter, String node) {
    return Items.version(items.get(counter.recordKey(node)));
  }
}
