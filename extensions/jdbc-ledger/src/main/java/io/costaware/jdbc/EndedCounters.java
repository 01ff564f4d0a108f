package io.costaware.jdbc;

import io.costaware.ledger.SliceStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Forgets counters whose window ended long ago: now and then, and each time no more than was added
 * since, at most, so that it keeps up and no call waits for it.
 */
final class EndedCounters {
  private static final int EVERY = 256;

  /** Each row that there is came with a report; so twice as many as reports is enough. */
  private static final int ROWS = 2 * EVERY;

  private final Statements statements;
  private final AtomicLong reports = new AtomicLong();

  EndedCounters(Statements statements) {
    this.statements = statements;
  }

  /** Whether it is time to forget, after so many more reports. */
  boolean dueAfter(int more) {
    long after = reports.addAndGet(more);
    return after / EVERY != (after - more) / EVERY;
  }

  Void forget(Connection connection) throws SQLException {
    List<byte[]> ended = new ArrayList<>();
    try (PreparedStatement lock = connection.prepareStatement(statements.lockEnded())) {
      lock.setLong(1, SliceStore.KEPT_AFTER_END.toMillis());
      lock.setInt(2, ROWS);
      ResultSet rows = ResultRows.execute(lock).next();
      while (rows.next()) {
        ended.add(rows.getBytes(1));
      }
    }
    if (ended.isEmpty()) {
      return null;
    }
    Object[] ids = ended.toArray(byte[][]::new);
    try (PreparedStatement forget = connection.prepareStatement(statements.forget())) {
      ResultRows.setArray(forget, 1, "bytea", ids);
      forget.setInt(2, ROWS);
      ResultRows.setArray(forget, 3, "bytea", ids);
      forget.execute();
    }
    return null;
  }
}
