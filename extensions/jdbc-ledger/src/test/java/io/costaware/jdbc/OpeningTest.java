package io.costaware.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.costaware.ledger.SliceStore;
import io.costaware.ledger.SliceStoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What is refused when a store is set up or opened, and in which words. */
class OpeningTest {
  private static final String SECRET = "correct-horse-battery";

  @Test
  @Tag("litellm#30661")
  void missingTablesAreRefusedWithWhatToDo() {
    JdbcSliceOptions options = Postgres.freshTables();
    assertThatThrownBy(() -> JdbcSliceStore.open(Postgres.source(), options))
        .isInstanceOf(SliceStoreException.class)
        .hasMessageContaining("The tables " + options.tablePrefix() + "*")
        .hasMessageContaining("Layout 1 is wanted, and there is none")
        .hasMessageContaining("JdbcSliceStore.setUp");
  }

  @Test
  void anotherLayoutIsRefusedWithBothNamed() {
    JdbcSliceOptions options = Postgres.tablesSetUp();
    SliceStore opened = JdbcSliceStore.open(Postgres.source(), options);
    Postgres.run("UPDATE " + options.tablePrefix() + "marks SET layout = 7");
    List<ThrowingCallable> uses =
        List.of(
            () -> JdbcSliceStore.open(Postgres.source(), options),
            () -> JdbcSliceStore.setUp(Postgres.source(), options),
            () -> opened.exchange("node", List.of(Reports.asking(Reports.key("a"), 1, 1))),
            () -> opened.reconcile(Reports.key("a"), "node", Reports.LIMIT));
    for (ThrowingCallable use : uses) {
      assertThatThrownBy(use)
          .isInstanceOf(SliceStoreException.class)
          .hasMessageContaining("have layout 7")
          .hasMessageContaining("reads layout 1")
          .hasMessageContaining("another table prefix");
    }
    opened.close();
  }

  @Test
  @Tag("litellm#30661")
  void wrongCredentialsAreRefusedAndNotShown() throws IOException {
    Postgres.run("CREATE ROLE guarded LOGIN PASSWORD 'another'");
    Path rules = Path.of(Postgres.ask("SHOW hba_file"));
    Files.writeString(rules, "host all guarded all scram-sha-256\n" + Files.readString(rules));
    Postgres.run("SELECT pg_reload_conf()");
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl("jdbc:postgresql://localhost:" + Postgres.port() + "/postgres");
    source.setUser("guarded");
    source.setPassword(SECRET);
    assertThatThrownBy(() -> JdbcSliceStore.open(source))
        .isInstanceOf(SliceStoreException.class)
        .hasMessageContaining("PostgreSQL refused the credentials")
        .hasMessageContaining("28P01")
        .satisfies(refusal -> assertThat(trace(refusal)).doesNotContain(SECRET, "guarded"));
    assertThatThrownBy(() -> JdbcSliceStore.setUp(source))
        .hasMessageContaining("PostgreSQL refused the credentials");
    try (HikariDataSource pool = Postgres.pool(1, source)) {
      assertThatThrownBy(() -> JdbcSliceStore.open(pool))
          .isInstanceOf(SliceStoreException.class)
          .hasMessageContaining("PostgreSQL refused the credentials")
          .satisfies(refusal -> assertThat(trace(refusal)).doesNotContain(SECRET, "guarded"));
    }
  }

  @Test
  void credentialsThatAPoolTellsAreNotPassedOn() {
    Faults faults = new Faults("costaware_");
    for (String told :
        List.of(
            "No driver for jdbc:postgresql://me:" + SECRET + "@db/x",
            "Properties {user=me, password=" + SECRET + "}")) {
      SliceStoreException fault = faults.of(new IllegalStateException("pool", new Exception(told)));
      assertThat(trace(fault)).doesNotContain(SECRET);
      assertThat(fault).hasMessageContaining("is not shown");
    }
  }

  @Test
  void aServerThatIsNotThereIsNamedSoon() {
    PGSimpleDataSource nowhere = new PGSimpleDataSource();
    nowhere.setUrl("jdbc:postgresql://localhost:1/postgres");
    assertThatThrownBy(() -> JdbcSliceStore.open(nowhere))
        .isInstanceOf(SliceStoreException.class)
        .hasMessageContaining("08001")
        .hasMessageContaining("localhost:1");
  }

  @Test
  void aRoleWithoutRightsOnTheTablesIsToldWhichItNeeds() {
    JdbcSliceOptions options = Postgres.tablesSetUp();
    Postgres.run("CREATE ROLE stranger LOGIN");
    assertThatThrownBy(() -> JdbcSliceStore.open(Postgres.source("stranger"), options))
        .isInstanceOf(SliceStoreException.class)
        .hasMessageContaining("42501")
        .hasMessageContaining("Grant the role SELECT, INSERT, UPDATE and DELETE");
  }

  @Test
  void aRoleNeedsNoMoreThanTheRightsThatTheReadmeNames() {
    JdbcSliceOptions options = Postgres.tablesSetUp().withTimeout(Duration.ofSeconds(5));
    Postgres.run(
        "CREATE ROLE worker LOGIN; GRANT SELECT, INSERT, UPDATE, DELETE ON %1$scounter, %1$sslice, %1$smarks TO worker"
            .formatted(options.tablePrefix()));
    JdbcSliceStore.setUp(Postgres.source("worker"), options);
    try (SliceStore store = JdbcSliceStore.open(Postgres.source("worker"), options)) {
      store.exchange("node", List.of(Reports.asking(Reports.key("a"), 1, 10)));
      assertThat(store.totals(Reports.key("a")).reserved()).isEqualTo(10);
    }
    // Even such a role learns which server this is.
    assertThat(Postgres.ask("SELECT server FROM " + options.tablePrefix() + "marks"))
        .matches("[0-9]+:0000000[1-9]:[0-9]+");
  }

  @Test
  void setUpMayRunAgainAndOnAllNodesAtOnce() {
    JdbcSliceOptions options = Postgres.freshTables();
    CompletableFuture.allOf(
            IntStream.range(0, 6)
                .mapToObj(
                    i ->
                        CompletableFuture.runAsync(
                            () -> JdbcSliceStore.setUp(Postgres.source(), options)))
                .toArray(CompletableFuture[]::new))
        .join();
    try (SliceStore store = JdbcSliceStore.open(Postgres.source(), options)) {
      store.exchange("node", List.of(Reports.asking(Reports.key("a"), 1, 10)));
      JdbcSliceStore.setUp(Postgres.source(), options);
      assertThat(store.totals(Reports.key("a")).reserved()).isEqualTo(10);
    }
  }

  @Test
  void tablesMayStandInASchemaOfTheirOwn() {
    Postgres.run("CREATE SCHEMA apart");
    JdbcSliceOptions options = JdbcSliceOptions.standard().withTablePrefix("apart.b_");
    JdbcSliceStore.setUp(Postgres.source(), options);
    try (SliceStore store = JdbcSliceStore.open(Postgres.source(), options)) {
      store.exchange("node", List.of(Reports.asking(Reports.key("a"), 1, 10)));
    }
    assertThat(
            Postgres.ask(
                "SELECT count(*) FROM pg_class WHERE relnamespace = 'apart'::regnamespace"
                    + " AND relname IN ('b_counter', 'b_slice', 'b_marks', 'b_slice_due',"
                    + " 'b_counter_ends_at')"))
        .isEqualTo("5");
    assertThat(Postgres.ask("SELECT budget || reserved FROM apart.b_counter")).isEqualTo("a10");
  }

  @Test
  void optionsThatCannotBeAreRefused() {
    JdbcSliceOptions options = JdbcSliceOptions.standard();
    for (String prefix :
        List.of("", "1a", "a-b", "a.b.c", "x; drop table y", "Q_", "a".repeat(41))) {
      assertThatThrownBy(() -> options.withTablePrefix(prefix))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + prefix + "'");
    }
    for (Duration limit : List.of(Duration.ZERO, Duration.ofMillis(9), Duration.ofMinutes(2))) {
      assertThatThrownBy(() -> options.withTimeout(limit))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(limit.toString());
    }
  }

  private static String trace(Throwable fault) {
    StringWriter text = new StringWriter();
    fault.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
