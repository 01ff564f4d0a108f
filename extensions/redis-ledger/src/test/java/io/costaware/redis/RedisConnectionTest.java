package io.costaware.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.costaware.ledger.SliceGrant;
import io.costaware.ledger.SliceStore;
import io.costaware.ledger.SliceStoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that fail, addresses that are wrong, and what users may do. */
class RedisConnectionTest {
  private static final Duration LEASE = Duration.ofMinutes(10);
  private static final RedisSliceOptions OPTIONS = RedisSliceStoreTest.PATIENT;
  private static final RedisSliceOptions QUICK =
      RedisSliceOptions.standard().withTimeout(Duration.ofSeconds(1));

  @TempDir private static Path directory;
  private static RealRedis redis;

  @BeforeAll
  static void start() {
    redis = new RealRedis(directory);
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void setUp() {
    redis.ask(connection -> connection.sync().flushall());
    RedisSliceStore.setUp(redis.uri(), OPTIONS);
  }

  @Test
  void B7_aCutConnectionBlocksNobodyAndIsMended() throws IOException {
    try (CuttableProxy network = new CuttableProxy(redis.port());
        SliceStore store = RedisSliceStore.open(network.uri(), QUICK)) {
      Reporting node = new Reporting(store, "node", LEASE);
      node.spent(10, 5);
      network.cut();
      // The first may still be under way when the cut is noticed; the next is refused at once.
      assertThatThrownBy(
              () -> {
                node.spent(11, 5);
                node.spent(11, 5);
              })
          .isInstanceOf(SliceStoreException.class)
          .hasMessageContaining("Redis at 127.0.0.1");
      long before = System.nanoTime();
      assertThatThrownBy(() -> node.spent(12, 5)).isInstanceOf(SliceStoreException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(QUICK.timeout());
      network.mend();
      SliceGrant grant = node.spentOnceReachable(13, 5);
      assertThat(grant.settled()).isEqualTo(13);
      assertThat(grant.reserved()).isEqualTo(18);
    }
  }

  @Test
  void B7_aConnectionThatCarriesNothingAnyMoreIsReplaced() throws IOException {
    try (CuttableProxy network = new CuttableProxy(redis.port());
        SliceStore store = RedisSliceStore.open(network.uri(), QUICK)) {
      Reporting node = new Reporting(store, "node", LEASE);
      node.spentOnceReachable(10, 5);
      network.swallow();
      long before = System.nanoTime();
      assertThatThrownBy(() -> node.spent(11, 5))
          .isInstanceOf(SliceStoreException.class)
          .hasMessageContaining("1000 ms");
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isBetween(Duration.ofMillis(990), Duration.ofSeconds(5));
      assertThat(node.spentOnceReachable(12, 5).settled()).isEqualTo(12);
    }
  }

  @Test
  @Tag("litellm#30460")
  void B3_aReportThatTookEffectThoughItsAnswerWasLostCountsOnce() throws IOException {
    try (CuttableProxy network = new CuttableProxy(redis.port());
        SliceStore store = RedisSliceStore.open(network.uri(), QUICK);
        SliceStore beside = RedisSliceStore.open(redis.uri(), OPTIONS)) {
      Reporting node = new Reporting(store, "node", LEASE);
      node.spentOnceReachable(14, 0);
      network.swallowAnswers();
      assertThatThrownBy(() -> node.spent(50, 10)).isInstanceOf(SliceStoreException.class);
      assertThat(beside.totals(Reporting.KEY).settled()).as("it took effect").isEqualTo(50);
      SliceGrant grant = node.spentOnceReachable(50, 10);
      assertThat(grant.settled()).isEqualTo(50);
      assertThat(grant.reserved()).isEqualTo(60);
    }
  }

  @Test
  void aScriptThatRedisForgotIsSentAgain() {
    try (SliceStore store = RedisSliceStore.open(redis.uri(), OPTIONS)) {
      Reporting node = new Reporting(store, "node", LEASE);
      node.spent(1, 0);
      redis.ask(connection -> connection.sync().scriptFlush());
      assertThat(node.spent(2, 0).settled()).isEqualTo(2);
    }
  }

  @Test
  @Tag("litellm#30661")
  void whatIsNotSetUpIsRefusedAndSaysWhatToDo() {
    RedisSliceOptions other = OPTIONS.withPrefix("elsewhere:");
    assertThatThrownBy(() -> RedisSliceStore.open(redis.uri(), other))
        .isInstanceOf(SliceStoreException.class)
        .hasMessageContainingAll("127.0.0.1:" + redis.port(), "'elsewhere:'", "setUp");
  }

  @Test
  void anotherLayoutIsRefusedWithBothNamed() {
    try (SliceStore store = RedisSliceStore.open(redis.uri(), OPTIONS)) {
      KeyNames names = new KeyNames(OPTIONS.prefix());
      for (int i = 0; i < KeyNames.PARTITIONS; i++) {
        String marks = names.marks(i);
        redis.ask(connection -> connection.sync().hset(marks, "layout", "27"));
      }
      assertThatThrownBy(() -> RedisSliceStore.open(redis.uri(), OPTIONS))
          .isInstanceOf(SliceStoreException.class)
          .hasMessageContainingAll("layout 27,", "layout 1.", "prefix");
      assertThatThrownBy(() -> RedisSliceStore.setUp(redis.uri(), OPTIONS))
          .hasMessageContainingAll("layout 27,", "layout 1.");
      assertThatThrownBy(() -> new Reporting(store, "node", LEASE).spent(1, 0))
          .isInstanceOf(SliceStoreException.class)
          .hasMessageContainingAll("layout 27,", "layout 1.");
    }
  }

  @Test
  @Tag("litellm#30661")
  void wrongCredentialsAreRefusedAndNotShown() {
    redis.ask(connection -> connection.sync().configSet("requirepass", "the-right-one"));
    try {
      for (String login : new String[] {":hunter2@", "ops:hunter2@", ""}) {
        String uri = redis.uri().replace("//", "//" + login);
        Throwable refusal = catchThrowable(() -> RedisSliceStore.open(uri, OPTIONS));
        assertThat(refusal)
            .isInstanceOf(SliceStoreException.class)
            .hasMessageContainingAll("credentials", "127.0.0.1:" + redis.port());
        StringWriter all = new StringWriter();
        refusal.printStackTrace(new PrintWriter(all));
        assertThat(all.toString()).doesNotContain("hunter2");
      }
    } finally {
      String uri = redis.uri().replace("//", "//:the-right-one@");
      var client = io.lettuce.core.RedisClient.create(uri);
      client.connect().sync().configSet("requirepass", "");
      client.shutdown();
    }
  }

  @Test
  void anAddressThatCannotBeReadIsNotShown() {
    for (String uri :
        new String[] {"rediss//:hunter2@host", "redis://:hunter2@", "http://:hunter2@h"}) {
      assertThatThrownBy(() -> RedisSliceStore.open(uri))
          .isInstanceOf(IllegalArgumentException.class)
          .hasNoCause()
          .hasMessageContaining("redis://")
          .hasMessageNotContaining("hunter2");
    }
  }

  @Test
  void aRedisThatIsNotThereIsToldFast() {
    assertThatThrownBy(() -> RedisSliceStore.open("redis://127.0.0.1:1"))
        .isInstanceOf(SliceStoreException.class)
        .hasMessageContainingAll("127.0.0.1:1 can't be reached", "rediss://");
  }

  @Test
  void aRedisThatThrowsKeysAwayIsRefused() {
    redis.ask(connection -> connection.sync().configSet("maxmemory", "100mb"));
    redis.ask(connection -> connection.sync().configSet("maxmemory-policy", "volatile-lru"));
    try {
      assertThatThrownBy(() -> RedisSliceStore.open(redis.uri(), OPTIONS))
          .isInstanceOf(SliceStoreException.class)
          .hasMessageContainingAll("volatile-lru", "noeviction");
      redis.ask(connection -> connection.sync().configSet("maxmemory-policy", "noeviction"));
      RedisSliceStore.open(redis.uri(), OPTIONS).close();
    } finally {
      redis.ask(connection -> connection.sync().configSet("maxmemory", "0"));
    }
  }
}
