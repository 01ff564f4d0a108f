package io.costaware.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceReport;
import io.costaware.ledger.SliceStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class EndedCountersTest {
  private final JdbcSliceOptions options =
      Postgres.tablesSetUp().withTimeout(Duration.ofSeconds(5));

  @Test
  void countersAreForgottenTwoDaysAfterTheirWindowAndNotBefore() {
    long now = Long.parseLong(Postgres.ask("SELECT (extract(epoch FROM now()) * 1000)::bigint"));
    long day = Duration.ofDays(1).toMillis();
    List<SliceReport> reports = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      reports.add(Reports.asking(ending("old " + i, now - 3 * day), 1, 1));
      reports.add(Reports.asking(ending("recent " + i, now - day), 1, 1));
      reports.add(Reports.asking(ending("open " + i, now + day), 1, 1));
    }
    try (SliceStore store = JdbcSliceStore.open(Postgres.source(), options)) {
      store.exchange("node", reports);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (count("counter") > 200 && System.nanoTime() < end) {
        LockSupport.parkNanos(5_000_000);
      }
    }
    assertThat(count("counter")).isEqualTo(200);
    assertThat(count("slice")).isEqualTo(200);
    assertThat(
            Postgres.ask(
                "SELECT count(*) FROM %scounter WHERE budget LIKE 'old%%'"
                    .formatted(options.tablePrefix())))
        .isEqualTo("0");
  }

  private static SliceKey ending(String budget, long endMillis) {
    return new SliceKey(budget, "request", "", "day in UTC", endMillis - 1_000, endMillis);
  }

  private long count(String table) {
    return Long.parseLong(Postgres.ask("SELECT count(*) FROM " + options.tablePrefix() + table));
  }

  @Test
  void itIsTimeToForgetOnceInSoManyReports() {
    EndedCounters ended = new EndedCounters(new Statements(options));
    int times = 0;
    for (int i = 0; i < 1_024; i++) {
      times += ended.dueAfter(1) ? 1 : 0;
    }
    assertThat(times).isEqualTo(4);
    assertThat(ended.dueAfter(255)).isFalse();
    assertThat(ended.dueAfter(300)).isTrue();
  }
}
