package io.costaware.jdbc;

import io.costaware.ledger.SliceStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tables themselves: makes them, and tells whether they are what this version reads. */
final class TableLayout {
  private static final String FILE = "tables.sql";
  private static final String PREFIX_IN_FILE = "costaware_";
  private static final String INDEX = "INDEX IF NOT EXISTS ";

  /** What comes after the tables; it needs no right to create any. */
  private static final String FIRST_MARKS = "INSERT INTO ";

  /** A function that the server lacks, forbids, or does not offer where storage is its own. */
  private static final Set<String> NOT_TOLD = Set.of("0A000", "42501", "42883", "55000");

  private final String prefix;
  private final Statements statements;

  TableLayout(String prefix, Statements statements) {
    this.prefix = prefix;
    this.statements = statements;
  }

  /** Makes what is missing and leaves alone what is there. */
  Void setUp(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // Nodes that start together would trip over each other's half-made tables.
      statement.execute(
          "SELECT pg_advisory_xact_lock(hashtextextended('costaware " + prefix + "', 0))");
      if (exists(statement, "marks")) {
        check(layout(connection));
      }
      // Asked first: a role that may not create tables may not say CREATE TABLE IF NOT EXISTS.
      boolean complete =
          exists(statement, "marks") && exists(statement, "counter") && exists(statement, "slice");
      String sql = sql();
      statement.execute(complete ? sql.substring(sql.indexOf(FIRST_MARKS)) : sql);
    }
    return null;
  }

  private boolean exists(Statement statement, String table) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery("SELECT to_regclass('" + prefix + table + "') IS NOT NULL")) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  private String sql() {
    try (InputStream file = TableLayout.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException("The jar lacks " + FILE);
      }
      // An index stands in its table's schema and is named without it.
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .replace(INDEX + PREFIX_IN_FILE, INDEX + prefix.substring(prefix.indexOf('.') + 1))
          .replaceAll("(?<!" + INDEX + ")\\b" + PREFIX_IN_FILE, prefix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Refuses what is no PostgreSQL, missing tables and other layouts.
   *
   * @return whether the server tells which life of it this is
   */
  boolean check(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    if (!product.equals("PostgreSQL")) {
      throw new SliceStoreException(
          "The data source leads to " + product + "; budgets are shared in PostgreSQL only", null);
    }
    check(layout(connection));
    return tellsServer(connection);
  }

  private @Nullable Integer layout(Connection connection) throws SQLException {
    try (PreparedStatement read = connection.prepareStatement(statements.readMarks(false));
        ResultSet rows = read.executeQuery()) {
      return StoreMarks.read(rows).layout();
    }
  }

  /** Refuses another layout than this version's; null if the marks are gone. */
  void check(@Nullable Integer layout) {
    if (layout != null && layout != StoreMarks.LAYOUT) {
      throw new SliceStoreException(
          "The tables "
              + prefix
              + "* have layout "
              + layout
              + ", this version of costaware-jdbc-ledger reads layout "
              + StoreMarks.LAYOUT
              + ". Use the same version on all nodes, or give this one another table prefix and run"
              + " JdbcSliceStore.setUp",
          null);
    }
  }

  private boolean tellsServer(Connection connection) throws SQLException {
    connection.commit();
    try (PreparedStatement read = connection.prepareStatement(statements.readMarks(true))) {
      read.executeQuery().close();
      return true;
    } catch (SQLException e) {
      if (e.getSQLState() == null || !NOT_TOLD.contains(e.getSQLState())) {
        throw e;
      }
      connection.rollback();
      return false;
    }
  }
}
