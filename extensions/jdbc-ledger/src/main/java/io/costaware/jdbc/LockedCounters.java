package io.costaware.jdbc;

import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceRecord;
import io.costaware.ledger.SliceTotals;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counters whose rows this transaction has locked, with what one node has in them. Leases that are
 * overdue have been ended. What changes is kept here and written at once in the end.
 */
final class LockedCounters {
  private static final class Counter {
    private final CounterId id;
    private SliceTotals totals;
    private @Nullable SliceRecord own;
    private final Map<String, SliceRecord> changed = new LinkedHashMap<>();

    Counter(CounterId id, SliceTotals totals) {
      this.id = id;
      this.totals = totals;
    }

    void put(@Nullable SliceRecord before, SliceRecord after) {
      totals = totals.replacing(before, after);
      changed.put(after.node(), after);
    }
  }

  private final String node;
  private final Map<CounterId, Counter> counters = new HashMap<>();
  private final StoreMarks marks;

  private LockedCounters(String node, StoreMarks marks) {
    this.node = node;
    this.marks = marks;
  }

  /** Locks the counters that there are; others are as if nobody had reported about them. */
  static LockedCounters of(
      Connection connection,
      Statements statements,
      boolean serverTells,
      Collection<SliceKey> keys,
      String node)
      throws SQLException {
    Object[] ids =
        keys.stream().map(CounterId::of).distinct().map(CounterId::bytes).toArray(byte[][]::new);
    try (PreparedStatement read =
        connection.prepareStatement(statements.lockAndRead(serverTells))) {
      ResultRows.setArray(read, 1, "bytea", ids);
      ResultRows.setArray(read, 2, "bytea", ids);
      read.setString(3, node);
      ResultRows.setArray(read, 4, "bytea", ids);
      read.setString(5, node);
      ResultRows results = ResultRows.execute(read);
      List<Counter> locked = new ArrayList<>();
      ResultSet rows = results.next();
      while (rows.next()) {
        locked.add(
            new Counter(
                CounterId.read(rows.getBytes(1)),
                new SliceTotals(
                    ResultRows.whole(rows, 2), ResultRows.whole(rows, 3), rows.getInt(4))));
      }
      LockedCounters counters = new LockedCounters(node, StoreMarks.read(results.next()));
      locked.forEach(counter -> counters.counters.put(counter.id, counter));
      counters.readRecords(results.next());
      return counters;
    }
  }

  private void readRecords(ResultSet rows) throws SQLException {
    while (rows.next()) {
      Counter counter = counters.get(CounterId.read(rows.getBytes(1)));
      if (counter == null) {
        continue; // made after the locks were had; nothing of it is known here
      }
      SliceRecord record =
          new SliceRecord(
              rows.getString(2),
              rows.getLong(3),
              ResultRows.whole(rows, 4),
              ResultRows.whole(rows, 5),
              ResultRows.whole(rows, 6),
              rows.getLong(7),
              rows.getBoolean(8));
      SliceRecord now = record;
      if (record.isOverdueAt(marks.nowMillis())) {
        now = record.expired();
        counter.put(record, now);
      }
      if (record.node().equals(node)) {
        counter.own = now;
      }
    }
  }

  /** Makes counters that nobody has reported about, in a transaction that locks nothing else. */
  static void create(Connection connection, Statements statements, List<SliceKey> keys)
      throws SQLException {
    try (PreparedStatement create = connection.prepareStatement(statements.createCounters())) {
      ResultRows.setArray(create, 1, "bytea", ids(keys.stream().map(CounterId::of)));
      ResultRows.setArray(create, 2, "text", column(keys, key -> storable(key.budget())));
      ResultRows.setArray(create, 3, "text", column(keys, key -> storable(key.unit())));
      ResultRows.setArray(create, 4, "text", column(keys, key -> storable(key.subject())));
      ResultRows.setArray(create, 5, "text", column(keys, key -> storable(key.window())));
      ResultRows.setArray(create, 6, "bigint", column(keys, SliceKey::startMillis));
      ResultRows.setArray(create, 7, "bigint", column(keys, SliceKey::endMillis));
      create.execute();
    }
  }

  /** PostgreSQL's text knows no zero character; these columns are for people to read. */
  private static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }

  StoreMarks marks() {
    return marks;
  }

  boolean has(SliceKey key) {
    return counters.containsKey(CounterId.of(key));
  }

  SliceTotals totals(SliceKey key) {
    Counter counter = counters.get(CounterId.of(key));
    return counter == null ? SliceTotals.NOTHING : counter.totals;
  }

  /** What the node has in the counter; null if it never reported about it. */
  @Nullable SliceRecord own(SliceKey key) {
    Counter counter = counters.get(CounterId.of(key));
    return counter == null ? null : counter.own;
  }

  /** Gives the node another record in a counter that there is. */
  void put(SliceKey key, SliceRecord after) {
    Counter counter = counters.get(CounterId.of(key));
    if (counter == null) {
      throw new IllegalStateException("A counter that is not locked cannot change: " + key);
    }
    counter.put(counter.own, after);
    counter.own = after;
  }

  /** Writes everything that has changed, in one trip for the counters and one for the marks. */
  void write(Connection connection, Statements statements) throws SQLException {
    List<Counter> changed =
        counters.values().stream().filter(counter -> !counter.changed.isEmpty()).toList();
    if (!changed.isEmpty()) {
      String sql = statements.updateCounters() + "; " + statements.writeSlices();
      try (PreparedStatement write = connection.prepareStatement(sql)) {
        ResultRows.setArray(write, 1, "bytea", ids(changed.stream().map(c -> c.id)));
        ResultRows.setArray(write, 2, "numeric", column(changed, c -> big(c.totals.reserved())));
        ResultRows.setArray(write, 3, "numeric", column(changed, c -> big(c.totals.settled())));
        ResultRows.setArray(write, 4, "integer", column(changed, c -> c.totals.live()));
        List<Slice> slices =
            changed.stream()
                .flatMap(c -> c.changed.values().stream().map(record -> new Slice(c.id, record)))
                .toList();
        ResultRows.setArray(write, 5, "bytea", ids(slices.stream().map(s -> s.counter)));
        ResultRows.setArray(write, 6, "text", column(slices, s -> s.record.node()));
        ResultRows.setArray(write, 7, "bigint", column(slices, s -> s.record.sequence()));
        ResultRows.setArray(write, 8, "numeric", column(slices, s -> big(s.record.settled())));
        ResultRows.setArray(write, 9, "numeric", column(slices, s -> big(s.record.held())));
        ResultRows.setArray(write, 10, "numeric", column(slices, s -> big(s.record.allowance())));
        ResultRows.setArray(write, 11, "bigint", column(slices, s -> s.record.expiresAtMillis()));
        ResultRows.setArray(write, 12, "boolean", column(slices, s -> s.record.live()));
        write.execute();
      }
    }
    marks.write(connection, statements);
  }

  private record Slice(CounterId counter, SliceRecord record) {}

  private interface Value<T> {
    Object of(T row);
  }

  private static Object[] ids(Stream<CounterId> counters) {
    return counters.map(CounterId::bytes).toArray(byte[][]::new);
  }

  private static <T> Object[] column(List<T> rows, Value<T> value) {
    return rows.stream().map(value::of).toArray();
  }

  private static BigDecimal big(BigInteger value) {
    return new BigDecimal(value);
  }
}
