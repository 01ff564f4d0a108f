package io.costaware.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.costaware.ledger.SliceStore;
import io.costaware.testkit.contract.SliceStoreContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on a real PostgreSQL, over a pool that has fewer connections than callers. */
class JdbcSliceStoreTest extends SliceStoreContract {
  private static HikariDataSource pool;

  private JdbcSliceOptions options = JdbcSliceOptions.standard();

  @BeforeAll
  static void openPool() {
    pool = Postgres.pool(8, Postgres.source());
  }

  @AfterAll
  static void closePool() {
    pool.close();
  }

  @Override
  protected void begin() {
    // Thirty-two nodes that race on one row, on a machine that has other things to do.
    options = Postgres.tablesSetUp().withTimeout(Duration.ofSeconds(10));
  }

  @Override
  protected SliceStore open() {
    return JdbcSliceStore.open(pool, options);
  }

  @Override
  protected Instant now() {
    return Instant.ofEpochMilli(
        Long.parseLong(
            Postgres.ask(pool, "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")));
  }

  @Override
  protected Optional<Runnable> snapshot() {
    List<String> tables = List.of("counter", "slice", "marks");
    String prefix = options.tablePrefix();
    for (String table : tables) {
      Postgres.run("CREATE TABLE old_%1$s%2$s AS TABLE %1$s%2$s".formatted(prefix, table));
    }
    return Optional.of(
        () -> {
          for (String table : tables) {
            Postgres.run(
                "TRUNCATE %1$s%2$s; INSERT INTO %1$s%2$s TABLE old_%1$s%2$s"
                    .formatted(prefix, table));
          }
        });
  }
}
