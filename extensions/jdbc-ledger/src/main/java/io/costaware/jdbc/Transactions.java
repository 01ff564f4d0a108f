package io.costaware.jdbc;

import io.costaware.ledger.SliceStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import javax.sql.DataSource;

/** Runs work in transactions of its own, within a time limit, again where that can help. */
final class Transactions implements AutoCloseable {
  /** What is done in a transaction; it may be done more than once, the last time counts. */
  interface Work<T> {
    T in(Connection connection) throws SQLException;
  }

  /** One for a deadlock, one more for a pool whose connections did not survive a restart. */
  private static final int ATTEMPTS = 3;

  private static final Set<String> ROLLED_BACK = Set.of("40001", "40P01");
  private static final Set<String> SHUT_DOWN = Set.of("57P01", "57P02", "57P03", "25P03");

  private final DataSource source;
  private final Faults faults;
  private final TimeLimit time = new TimeLimit();

  Transactions(DataSource source, String prefix) {
    this.source = source;
    this.faults = new Faults(prefix);
  }

  /**
   * The outcome of the work.
   *
   * @throws SliceStoreException if it failed or took too long
   */
  <T> T run(Duration limit, Work<T> work) {
    try {
      return time.call(limit, () -> attempts(limit, work));
    } catch (SQLException e) {
      throw faults.of(e);
    } catch (SliceStoreException e) {
      throw e;
    } catch (Exception e) {
      // A pool that is closed, a driver's own fault: whatever it is, the store did not answer.
      throw faults.of(e);
    }
  }

  /** Runs work that nobody waits for; it is told how it went. */
  void beside(Duration limit, Work<?> work, Faults.Listener listener) {
    time.beside(
        () -> {
          try {
            attempts(limit, work);
          } catch (Exception e) {
            listener.failed(faults.of(e));
          }
        });
  }

  private <T> T attempts(Duration limit, Work<T> work) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      Attempt<T> once = new Attempt<>(limit, work);
      try {
        return once.run();
      } catch (SQLException e) {
        if (attempt == ATTEMPTS || !once.mayRepeat(e) || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
    }
  }

  private final class Attempt<T> {
    private final Duration limit;
    private final Work<T> work;
    private boolean connected;
    private boolean committing;

    Attempt(Duration limit, Work<T> work) {
      this.limit = limit;
      this.work = work;
    }

    T run() throws SQLException {
      try (Connection connection = source.getConnection()) {
        connected = true;
        boolean autoCommit = connection.getAutoCommit();
        int network = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(limit.toMillis()));
        connection.setAutoCommit(false);
        boolean done = false;
        try {
          T outcome = work.in(connection);
          committing = true;
          connection.commit();
          done = true;
          return outcome;
        } finally {
          restore(connection, done, autoCommit, network);
        }
      }
    }

    /** Whether nothing was changed for certain, and the reason is gone with the connection. */
    boolean mayRepeat(SQLException fault) {
      String state = fault.getSQLState();
      if (state == null || !connected) {
        return false;
      }
      return ROLLED_BACK.contains(state)
          || (!committing && (SHUT_DOWN.contains(state) || state.startsWith("08")));
    }
  }

  /** Hands the connection back as it was. */
  private static void restore(
      Connection connection, boolean done, boolean autoCommit, int network) {
    try {
      if (!connection.isClosed()) {
        if (!done) {
          connection.rollback();
        }
        connection.setAutoCommit(autoCommit);
        connection.setNetworkTimeout(Runnable::run, network);
      }
    } catch (SQLException e) {
      // What failed before says more, and what was committed stays so; the pool sees for itself
      // that the connection is broken.
    }
  }

  @Override
  public void close() {
    time.close();
  }
}
