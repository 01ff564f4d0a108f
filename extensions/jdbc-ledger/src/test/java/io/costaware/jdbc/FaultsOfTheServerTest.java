package io.costaware.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.costaware.ledger.SliceGrant;
import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceReport;
import io.costaware.ledger.SliceStore;
import io.costaware.ledger.SliceStoreException;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What callers see of locks, cut connections, pools without connections and paused nodes. */
class FaultsOfTheServerTest {
  private static final SliceKey KEY = Reports.key("faults");

  private final JdbcSliceOptions options = Postgres.tablesSetUp();

  @Test
  void rowsThatAreLockedElsewhereEndTheCallWithinItsLimit() throws SQLException {
    try (SliceStore store =
        JdbcSliceStore.open(Postgres.source(), options.withTimeout(Duration.ofSeconds(2)))) {
      store.exchange("node", List.of(Reports.asking(KEY, 1, 10)));
      try (Connection other = Postgres.source().getConnection();
          Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("SELECT * FROM " + options.tablePrefix() + "counter FOR UPDATE");
        long began = System.nanoTime();
        assertThatThrownBy(() -> store.exchange("node", List.of(Reports.asking(KEY, 2, 20))))
            .isInstanceOf(SliceStoreException.class)
            .hasMessageContaining("55P03")
            .hasMessageContaining("another transaction held the rows for too long");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        // Who only looks waits for no lock.
        assertThat(store.totals(KEY).reserved()).isEqualTo(10);
        other.rollback();
      }
      assertThat(store.exchange("node", List.of(Reports.asking(KEY, 2, 20))).get(0).allowance())
          .isEqualTo(20);
    }
  }

  @Test
  void aPoolWithoutAConnectionEndsTheCallWithinItsLimit() throws SQLException {
    try (HikariDataSource pool = Postgres.pool(1, Postgres.source());
        SliceStore store = JdbcSliceStore.open(pool, options)) {
      try (Connection only = pool.getConnection()) {
        assertThat(only.isValid(1)).isTrue();
        long began = System.nanoTime();
        assertThatThrownBy(() -> store.exchange("node", List.of(Reports.asking(KEY, 1, 10))))
            .isInstanceOf(SliceStoreException.class)
            .hasMessageContaining("within 500 ms, or the pool had no connection");
        assertThat(Duration.ofNanos(System.nanoTime() - began))
            .isLessThan(Duration.ofMillis(1_900));
      }
      assertThat(store.exchange("node", List.of(Reports.asking(KEY, 1, 10))).get(0).allowance())
          .isEqualTo(10);
    }
  }

  @Test
  @Tag("litellm#30460")
  void connectionsThatAreCutAreReplacedAndNothingCountsTwice() {
    try (HikariDataSource pool = Postgres.pool(2, Postgres.source());
        SliceStore store = JdbcSliceStore.open(pool, options.withTimeout(Duration.ofSeconds(5)))) {
      for (int i = 1; i <= 20; i++) {
        SliceReport report = Reports.asking(KEY, i, i);
        assertThat(store.exchange("node", List.of(report)).get(0).allowance()).isEqualTo(i);
        Postgres.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE query LIKE '%"
                + options.tablePrefix()
                + "%' AND pid <> pg_backend_pid()");
      }
      assertThat(store.totals(KEY).reserved()).isEqualTo(20);
    }
  }

  @Test
  @Tag("litellm#30460")
  void B3_connectionsThatAreCutAtAnyMomentLoseAndDoubleNothing() {
    ExecutorService killer = Executors.newSingleThreadExecutor();
    try (HikariDataSource pool = Postgres.pool(4, Postgres.source());
        SliceStore store = JdbcSliceStore.open(pool, options.withTimeout(Duration.ofSeconds(5)))) {
      CompletableFuture<Void> calls =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 1; i <= 200; i++) {
                  SliceReport report =
                      new SliceReport(
                          KEY,
                          List.of(),
                          Reports.LIMIT,
                          i,
                          i - 1,
                          BigInteger.valueOf(i),
                          BigInteger.ZERO,
                          BigInteger.valueOf(i),
                          BigInteger.ZERO,
                          BigInteger.ZERO,
                          600_000,
                          false);
                  assertThat(untilAnswered(store, report).recovering()).isFalse();
                }
              });
      killer.execute(
          () -> {
            while (!calls.isDone()) {
              Postgres.run(
                  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                      + " WHERE query LIKE '%"
                      + options.tablePrefix()
                      + "%' AND pid <> pg_backend_pid()");
              LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(15));
            }
          });
      calls.join();
      assertThat(store.totals(KEY).settled()).isEqualTo(200);
      assertThat(store.totals(KEY).reserved()).isEqualTo(200);
    } finally {
      killer.shutdown();
    }
  }

  private static SliceGrant untilAnswered(SliceStore store, SliceReport report) {
    for (int attempt = 0; attempt < 50; attempt++) {
      try {
        return store.exchange("node", List.of(report)).get(0);
      } catch (SliceStoreException e) {
        assertThat(e.getMessage()).contains("tables " + "t");
      }
    }
    throw new AssertionError("No answer in 50 attempts");
  }

  @Test
  void B7_aNodeThatIsPausedInTheMiddleOfAnExchangeLosesItsSessionNotTheFleetItsLocks()
      throws SQLException {
    try (SliceStore store =
            JdbcSliceStore.open(Postgres.source(), options.withTimeout(Duration.ofSeconds(5)));
        Connection paused = Postgres.source().getConnection()) {
      store.exchange("node", List.of(Reports.asking(KEY, 1, 10)));
      paused.setAutoCommit(false);
      // What a node does before it writes; then it is not heard of again.
      LockedCounters.of(paused, new Statements(options), true, List.of(KEY), "paused");
      assertThat(store.exchange("node", List.of(Reports.asking(KEY, 2, 20))).get(0).allowance())
          .isEqualTo(20);
    }
  }

  @Test
  void B2_batchesInAnyOrderOfNewAndKnownCountersNeverDeadlock() {
    int nodes = 6;
    long deadlocks = deadlocks();
    ExecutorService threads = Executors.newFixedThreadPool(nodes);
    try (HikariDataSource pool = Postgres.pool(nodes, Postgres.source());
        SliceStore store = JdbcSliceStore.open(pool, options.withTimeout(Duration.ofSeconds(10)))) {
      List<CompletableFuture<Void>> racers = new ArrayList<>();
      for (int n = 0; n < nodes; n++) {
        String node = "node " + n;
        Random order = new Random(n);
        racers.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int round = 1; round <= 25; round++) {
                    List<SliceReport> reports = new ArrayList<>();
                    // Each round meets some counters for the first time.
                    for (int k = 0; k < 10; k++) {
                      reports.add(
                          Reports.asking(
                              Reports.key("deadlock " + (round + k)), round, 0, 1, 600_000));
                    }
                    Collections.shuffle(reports, order);
                    assertThat(store.exchange(node, reports)).hasSize(10);
                  }
                },
                threads));
      }
      racers.forEach(CompletableFuture::join);
      assertThat(store.totals(Reports.key("deadlock 15")).reserved()).isEqualTo(nodes);
    } finally {
      threads.shutdown();
    }
    assertThat(deadlocks()).isEqualTo(deadlocks);
  }

  private static long deadlocks() {
    return Long.parseLong(
        Postgres.ask("SELECT deadlocks FROM pg_stat_database WHERE datname = 'postgres'"));
  }

  @Test
  void howAPoolSetsItsConnectionsDoesNotMatterAndIsLeftAsItWas() throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setDataSource(Postgres.source());
    config.setMaximumPoolSize(1);
    config.setAutoCommit(false);
    config.setReadOnly(true);
    config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
    config.setConnectionInitSql("SET synchronous_commit = off; SET statement_timeout = 12345");
    try (HikariDataSource pool = new HikariDataSource(config);
        SliceStore store = JdbcSliceStore.open(pool, options.withTimeout(Duration.ofSeconds(5)))) {
      for (int i = 1; i <= 8; i++) {
        store.exchange("node", List.of(Reports.asking(KEY, i, i)));
      }
      assertThat(store.totals(KEY).reserved()).isEqualTo(8);
      try (Connection connection = pool.getConnection()) {
        assertThat(connection.getAutoCommit()).isFalse();
        assertThat(connection.isReadOnly()).isTrue();
        assertThat(connection.getNetworkTimeout()).isZero();
      }
      assertThat(Postgres.ask(pool, "SHOW statement_timeout")).isEqualTo("12345ms");
      assertThat(Postgres.ask(pool, "SHOW synchronous_commit")).isEqualTo("off");
    }
  }

  @Test
  void aStoreThatIsClosedSaysSo() {
    SliceStore store = JdbcSliceStore.open(Postgres.source(), options);
    store.close();
    store.close();
    assertThatThrownBy(() -> store.totals(KEY))
        .isInstanceOf(SliceStoreException.class)
        .hasMessageContaining("has been closed");
  }

  @Test
  void anExchangeWithoutReportsIsRefused() {
    try (SliceStore store = JdbcSliceStore.open(Postgres.source(), options)) {
      assertThatThrownBy(() -> store.exchange("node", List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("without a report");
    }
  }
}
