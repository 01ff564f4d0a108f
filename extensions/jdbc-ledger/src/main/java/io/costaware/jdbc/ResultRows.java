package io.costaware.jdbc;

import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The last result sets of several statements that went to the server in one trip. What the settings
 * before them gave is passed over.
 */
final class ResultRows {
  private final PreparedStatement statement;
  private boolean first = true;

  private ResultRows(PreparedStatement statement) {
    this.statement = statement;
  }

  /** Runs the statements and passes over the first result, the one of the settings. */
  static ResultRows execute(PreparedStatement statement) throws SQLException {
    statement.execute();
    ResultRows rows = new ResultRows(statement);
    rows.next();
    return rows;
  }

  /** The rows of the next statement that gives rows. */
  ResultSet next() throws SQLException {
    boolean rows = first ? statement.getUpdateCount() == -1 : statement.getMoreResults();
    first = false;
    while (!rows) {
      if (statement.getUpdateCount() == -1) {
        throw new SQLException("The server gave fewer results than it was asked for");
      }
      rows = statement.getMoreResults();
    }
    return statement.getResultSet();
  }

  static BigInteger whole(ResultSet rows, int column) throws SQLException {
    return rows.getBigDecimal(column).toBigIntegerExact();
  }

  static void setArray(PreparedStatement statement, int index, String type, Object[] values)
      throws SQLException {
    statement.setArray(index, statement.getConnection().createArrayOf(type, values));
  }
}
