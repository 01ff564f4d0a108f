package io.costaware.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.ledger.SliceGrant;
import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the store takes its data for incomplete, and when not. */
class LostDataTest {
  private static final SliceKey KEY = Reports.key("lost");

  private final JdbcSliceOptions options =
      Postgres.tablesSetUp().withTimeout(Duration.ofSeconds(5));
  private final SliceStore store = JdbcSliceStore.open(Postgres.source(), options);

  @AfterEach
  void close() {
    store.close();
  }

  private SliceGrant ask(SliceStore asked, String node, long sequence) {
    return asked.exchange(node, List.of(Reports.asking(KEY, sequence, 10))).get(0);
  }

  @Test
  void newTablesGrantAtOnce() {
    assertThat(ask(store, "node", 1).recovering()).isFalse();
    assertThat(ask(store, "other", 1).allowance()).isEqualTo(10);
  }

  @Test
  void B7_marksThatAreGoneMakeTheStoreRecover() {
    ask(store, "node", 1);
    Postgres.run("DELETE FROM " + options.tablePrefix() + "marks");
    SliceGrant grant = ask(store, "new", 1);
    assertThat(grant.recovering()).isTrue();
    assertThat(grant.allowance()).isEqualTo(0);
    assertThat(ask(store, "other", 1).recovering()).isTrue();
    assertThat(mark("layout")).isEqualTo("1");
  }

  @Test
  void B7_marksThatAreGoneWhenTheTablesAreSetUpAgainMakeTheStoreRecover() {
    ask(store, "node", 1);
    Postgres.run("DROP TABLE " + options.tablePrefix() + "marks");
    JdbcSliceStore.setUp(Postgres.source(), options);
    assertThat(ask(store, "new", 1).recovering()).isTrue();
  }

  @Test
  @Tag("litellm#34238")
  void B7_tablesThatADumpBroughtBackMakeTheStoreRecover() {
    ask(store, "node", 1);
    // What restoring a dump comes to: the same rows in tables that were made anew.
    Postgres.run(
        "ALTER TABLE %1$smarks RENAME TO %1$sold; CREATE TABLE %1$smarks (LIKE %1$sold INCLUDING ALL); INSERT INTO %1$smarks TABLE %1$sold"
            .formatted(options.tablePrefix()));
    assertThat(ask(store, "new", 1).recovering()).isTrue();
    assertThat(ask(store, "other", 1).recovering()).isTrue();
  }

  @Test
  void B7_anotherClusterOrTimelineMakesTheStoreRecoverOnce() {
    ask(store, "node", 1);
    String here = mark("server");
    for (String other : List.of("1" + here, here.replaceFirst(":0", ":1"))) {
      assertThat(other).isNotEqualTo(here);
      set("server = '" + other + "', recovering_until = 0");
      assertThat(ask(store, "new in " + other, 1).recovering()).isTrue();
      assertThat(mark("server")).isEqualTo(here);
      set("recovering_until = 0");
      assertThat(ask(store, "later than " + other, 1).recovering()).isFalse();
    }
  }

  @Test
  void aServerThatDoesNotTellIsNoLossAndHidesNone() {
    ask(store, "node", 1);
    String here = mark("server");
    String untold = here.replaceFirst("[0-9]+:[0-9A-F]+", "?");
    assertThat(untold).startsWith("?:");
    set("server = '" + untold + "'");
    assertThat(ask(store, "new", 1).recovering()).isFalse();
    assertThat(mark("server")).isEqualTo(here);
    set("server = '" + untold + "1'");
    assertThat(ask(store, "newer", 1).recovering()).isTrue();
  }

  @Test
  void B7_whoRestoresFilesCanSayThatDataMayBeLost() {
    ask(store, "node", 1);
    set("server = ''");
    assertThat(ask(store, "new", 1).recovering()).isTrue();
    assertThat(mark("server")).isNotEmpty();
  }

  @Test
  @Tag("litellm#34238")
  void B7_aRestartLosesNothingAndARestoreToAnEarlierPointIsNoticed(@TempDir Path directory)
      throws IOException {
    Path data = directory.resolve("data");
    EmbeddedPostgres first = start(data);
    JdbcSliceStore.setUp(first.getPostgresDatabase());
    try (SliceStore before = JdbcSliceStore.open(first.getPostgresDatabase(), longLimit())) {
      ask(before, "node", 1);
    }
    stop(first);

    EmbeddedPostgres restarted = start(data);
    try (SliceStore after = JdbcSliceStore.open(restarted.getPostgresDatabase(), longLimit())) {
      assertThat(after.totals(KEY).reserved()).isEqualTo(10);
      SliceGrant grant = ask(after, "other", 1);
      assertThat(grant.recovering()).isFalse();
      assertThat(grant.reserved()).isEqualTo(20);
    }
    stop(restarted);

    // As a restore does: replay what there is, then go on with a timeline of its own.
    Files.createFile(data.resolve("recovery.signal"));
    Files.writeString(data.resolve("postgresql.auto.conf"), "restore_command = 'false'\n");
    EmbeddedPostgres restored = start(data);
    DataSource source = restored.getPostgresDatabase();
    try (SliceStore after = JdbcSliceStore.open(source, longLimit())) {
      assertThat(Postgres.ask(source, "SELECT server FROM costaware_marks")).contains(":00000001:");
      SliceGrant grant = ask(after, "new", 1);
      assertThat(grant.recovering()).isTrue();
      assertThat(grant.allowance()).isEqualTo(0);
      assertThat(Postgres.ask(source, "SELECT server FROM costaware_marks")).contains(":00000002:");
    }
    stop(restored);
  }

  private static JdbcSliceOptions longLimit() {
    return JdbcSliceOptions.standard().withTimeout(Duration.ofSeconds(5));
  }

  private static EmbeddedPostgres start(Path data) throws IOException {
    return EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false).start();
  }

  private static void stop(EmbeddedPostgres server) throws IOException {
    server.close();
  }

  private void set(String columns) {
    Postgres.run("UPDATE " + options.tablePrefix() + "marks SET " + columns);
  }

  private String mark(String column) {
    return Postgres.ask("SELECT " + column + " FROM " + options.tablePrefix() + "marks");
  }
}
