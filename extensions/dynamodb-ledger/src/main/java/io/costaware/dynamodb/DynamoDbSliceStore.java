package io.costaware.dynamodb;

import static java.util.Objects.requireNonNull;

import io.costaware.ledger.LostSlice;
import io.costaware.ledger.SliceGrant;
import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceRecord;
import io.costaware.ledger.SliceReport;
import io.costaware.ledger.SliceStore;
import io.costaware.ledger.SliceStoreException;
import io.costaware.ledger.SliceTotals;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Shares the budgets of a fleet in a table of Amazon DynamoDB. An exchange reads what its reports
 * need in one request and writes it in one transaction, which passes only if nobody has changed the
 * same counters in between, nor the other buckets of their windows; otherwise it reads again. So it
 * suits budgets that a few dozen nodes share more than one that thousands do.
 *
 * <p>Leases are measured by the service's clock as the dates of its answers tell it, to a second at
 * first and more closely with each answer. A lease is never ended before its end for certain: what
 * is not known is added to it.
 *
 * <p>Safe for use by many threads.
 */
public final class DynamoDbSliceStore implements SliceStore {
  /** The first request of a client opens connections and may fetch credentials. */
  private static final Duration OPENING = Duration.ofSeconds(10);

  private static final Deadline.Jitter JITTER =
      bound -> ThreadLocalRandom.current().nextLong(bound);

  private final SliceTable table;
  private final TableLife life;
  private final OverdueLeases overdue;
  private final Duration limit;

  private DynamoDbSliceStore(SliceTable table, DynamoDbSliceOptions options) {
    this.table = table;
    this.limit = options.timeout();
    this.overdue = new OverdueLeases(table);
    Deadline opening = deadline(OPENING);
    this.life = new TableLife(table, opening);
    Map<String, AttributeValue> marks =
        table.read(opening, List.of(StoreMarks.KEY)).get(StoreMarks.KEY);
    if (marks == null) {
      throw table.faults().withoutMarks();
    }
    long layout = StoreMarks.of(marks).layout();
    if (layout != StoreMarks.LAYOUT) {
      throw table.faults().otherLayout(layout);
    }
  }

  private static Deadline deadline(Duration limit) {
    return new Deadline(limit, System::nanoTime, JITTER);
  }

  /**
   * Makes the table if it is missing, billed by request, and has DynamoDB forget counters two days
   * after their window; waits until it can be used. It may run at each start of each node.
   *
   * @throws SliceStoreException if DynamoDB does not answer, refuses, or has a table of another
   *     layout under that name
   */
  public static void setUp(DynamoDbClient client, String tableName) {
    requireNonNull(client, "client");
    new TableSetUp(client, requireNonNull(tableName, "tableName"), System::nanoTime, JITTER).run();
  }

  /**
   * A store that answers within a second.
   *
   * @throws SliceStoreException if DynamoDB does not answer within ten seconds, refuses the
   *     credentials, or has no such table or one of another layout
   */
  public static DynamoDbSliceStore open(DynamoDbClient client, String tableName) {
    return open(client, tableName, DynamoDbSliceOptions.standard());
  }

  /**
   * A store.
   *
   * @param client stays the caller's and is not closed with the store
   * @throws SliceStoreException if DynamoDB does not answer within ten seconds, refuses the
   *     credentials, or has no such table or one of another layout
   */
  public static DynamoDbSliceStore open(
      DynamoDbClient client, String tableName, DynamoDbSliceOptions options) {
    requireNonNull(client, "client");
    requireNonNull(tableName, "tableName");
    return new DynamoDbSliceStore(new SliceTable(client, tableName, System::nanoTime), options);
  }

  @Override
  public List<SliceGrant> exchange(String node, List<SliceReport> reports) {
    requireNonNull(node, "node");
    if (reports.isEmpty()) {
      throw new IllegalArgumentException("An exchange without a report asks for nothing");
    }
    return new SliceExchange(table, life, deadline(limit), node, List.copyOf(reports)).run();
  }

  @Override
  public SliceTotals totals(SliceKey key) {
    CounterItems counter = new CounterItems(key);
    Deadline deadline = deadline(limit);
    return upToDate(deadline, counter).totals();
  }

  /** The totals after overdue leases have been ended. */
  private CounterItems.Sums upToDate(Deadline deadline, CounterItems counter) {
    while (true) {
      Map<String, AttributeValue> item =
          table.read(deadline, List.of(counter.totalsKey())).get(counter.totalsKey());
      CounterItems.Sums sums = item == null ? CounterItems.Sums.NONE : CounterItems.sums(item);
      if (!sums.mayHaveOverdueAt(table.earliestMillis())) {
        return sums;
      }
      overdue.end(deadline, counter, sums);
    }
  }

  @Override
  public List<LostSlice> lost(SliceKey key) {
    CounterItems counter = new CounterItems(key);
    List<LostSlice> lost = new ArrayList<>();
    List<Map<String, AttributeValue>> items = table.all(deadline(limit), counter.counter());
    long now = table.earliestMillis();
    for (Map<String, AttributeValue> item : items) {
      if (!CounterItems.isRecord(item)) {
        continue; // the totals
      }
      SliceRecord record = CounterItems.record(item);
      if ((!record.live() || record.isOverdueAt(now)) && record.held().signum() > 0) {
        lost.add(new LostSlice(key, record.node(), record.settled(), record.held()));
      }
    }
    return lost;
  }

  @Override
  public boolean reconcile(SliceKey key, String node, BigInteger actual) {
    requireNonNull(node, "node");
    requireNonNull(actual, "actual");
    CounterItems counter = new CounterItems(key);
    Deadline deadline = deadline(limit);
    while (true) {
      CounterItems.Sums sums = upToDate(deadline, counter);
      Map<String, AttributeValue> item =
          table.read(deadline, List.of(counter.recordKey(node))).get(counter.recordKey(node));
      if (item == null || sums.version() == 0) {
        return false;
      }
      SliceRecord record = CounterItems.record(item);
      if (record.live() || record.held().signum() == 0) {
        return false;
      }
      SliceRecord reconciled = record.reconciled(actual);
      List<Boolean> inTheWay =
          table.write(
              deadline,
              List.of(
                  table.replacing(sums.version(), counter.item(sums.replacing(record, reconciled))),
                  table.writing(counter.item(reconciled, Items.version(item)))));
      if (!inTheWay.contains(true)) {
        return true;
      }
      deadline.pauseAfterConflict();
    }
  }

  /** The client stays open. */
  @Override
  public void close() {}
}
