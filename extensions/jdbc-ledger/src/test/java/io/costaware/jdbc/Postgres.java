package io.costaware.jdbc;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.slf4j.LoggerFactory;

/** One real server for all tests of this JVM; each test takes tables of its own. */
final class Postgres {
  private static final AtomicInteger TABLES = new AtomicInteger();
  private static final EmbeddedPostgres SERVER = start();

  private Postgres() {}

  private static EmbeddedPostgres start() {
    // Tests cut its connections by the dozen, and it tells each one with a stack trace.
    ((Logger) LoggerFactory.getLogger("com.zaxxer.hikari")).setLevel(Level.ERROR);
    try {
      return EmbeddedPostgres.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without a pool: each connection is a new one. */
  static DataSource source() {
    return SERVER.getPostgresDatabase();
  }

  static DataSource source(String user) {
    return SERVER.getDatabase(user, "postgres");
  }

  static int port() {
    return SERVER.getPort();
  }

  static HikariDataSource pool(int size, DataSource source) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(source);
    config.setMaximumPoolSize(size);
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(2_000);
    return new HikariDataSource(config);
  }

  static JdbcSliceOptions freshTables() {
    return JdbcSliceOptions.standard().withTablePrefix("t" + TABLES.incrementAndGet() + "_");
  }

  static JdbcSliceOptions tablesSetUp() {
    JdbcSliceOptions options = freshTables();
    JdbcSliceStore.setUp(source(), options);
    return options;
  }

  /** The first column of the first row. */
  static String ask(String sql) {
    return ask(source(), sql);
  }

  static String ask(DataSource source, String sql) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "nothing";
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  static void run(String sql) {
    run(source(), sql);
  }

  static void run(DataSource source, String sql) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
