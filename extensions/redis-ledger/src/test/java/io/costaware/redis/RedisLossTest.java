package io.costaware.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.costaware.ledger.SliceGrant;
import io.costaware.ledger.SliceStoreException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is spent is not granted again, whatever Redis forgets. */
class RedisLossTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final RedisSliceOptions CAUTIOUS = RedisSliceStoreTest.PATIENT.withRecovery(LONG);

  @TempDir private Path directory;
  private RealRedis redis;
  private RedisSliceStore store;

  @BeforeEach
  void start() {
    redis = new RealRedis(directory);
    RedisSliceStore.setUp(redis.uri(), CAUTIOUS);
    store = RedisSliceStore.open(redis.uri(), CAUTIOUS);
  }

  @AfterEach
  void stop() {
    store.close();
    redis.close();
  }

  @Test
  @Tag("litellm#34238")
  void B7_aRedisThatComesBackEmptyGrantsNothingThatWasSpent() {
    Reporting spender = new Reporting(store, "spender", LONG);
    spender.spent(80, 10);
    redis.restartEmpty();

    SliceGrant other = new Reporting(store, "other", LONG).spentOnceReachable(0, 5);
    assertThat(other.recovering()).isTrue();
    assertThat(other.allowance()).isEqualTo(0);
    SliceGrant told = spender.spentOnceReachable(85, 5);
    assertThat(told.recovering()).isTrue();
    assertThat(told.allowance()).isEqualTo(90);
    assertThat(store.totals(Reporting.KEY).reserved()).isEqualTo(90);
  }

  @Test
  @Tag("litellm#34238")
  void B7_aRedisThatComesBackWithAnOldStateGrantsNothingEvenBeforeTheSpenderReports() {
    Reporting spender = new Reporting(store, "spender", LONG);
    spender.spent(10, 0);
    Path snapshot = redis.snapshot();
    spender.spent(10, 80);
    spender.spent(90, 0);
    redis.restartFrom(snapshot);

    Reporting other = new Reporting(store, "other", LONG);
    SliceGrant early = other.spentOnceReachable(0, 50);
    assertThat(early.recovering()).isTrue();
    assertThat(early.settled()).as("of the old state").isEqualTo(10);
    assertThat(early.allowance()).isEqualTo(0);
    assertThat(spender.spentOnceReachable(90, 0).settled()).isEqualTo(90);
    assertThat(other.spent(0, 50).allowance()).isEqualTo(0);
  }

  @Test
  @Tag("litellm#30684")
  void B7_afterTheLongestLeaseOfTheOldStateOnlyWhatIsReallyLeftIsGranted() {
    Reporting spender = new Reporting(store, "spender", SHORT);
    spender.spent(10, 0);
    Path snapshot = redis.snapshot();
    spender.spent(90, 0);
    redis.restartFrom(snapshot);

    assertThat(spender.spentOnceReachable(90, 0).recovering()).isTrue();
    Reporting other = new Reporting(store, "other", SHORT);
    SliceGrant grant = awaitRecovery(other, 8);
    assertThat(grant.allowance()).isEqualTo(8);
    assertThat(grant.settled()).isEqualTo(90);
    assertThat(other.spent(0, 11).left()).isBetween(BigInteger.TWO, BigInteger.TEN);
  }

  @Test
  void B7_aCleanRestartCostsOneLeaseAndNoMoney() {
    Reporting spender = new Reporting(store, "spender", SHORT);
    spender.spent(60, 0);
    redis.restartFrom(redis.snapshot());
    Reporting other = new Reporting(store, "other", SHORT);
    assertThat(other.spentOnceReachable(0, 40).recovering()).isTrue();
    SliceGrant grant = awaitRecovery(other, 40);
    assertThat(grant.allowance()).isEqualTo(40);
    assertThat(grant.settled()).isEqualTo(60);
  }

  @Test
  void B7_anEmptiedRedisIsNoticedByTheMarksThatAreGone() {
    new Reporting(store, "spender", LONG).spent(80, 10);
    redis.ask(connection -> connection.sync().flushall());
    SliceGrant grant = new Reporting(store, "other", LONG).spent(0, 5);
    assertThat(grant.recovering()).isTrue();
    assertThat(grant.allowance()).isEqualTo(0);
  }

  @Test
  void B7_anEmptiedRedisRecoversForTheLongestLeaseThatIsToldIfThatIsMoreThanTheOption() {
    RedisSliceOptions hasty = CAUTIOUS.withRecovery(Duration.ofMillis(1));
    try (RedisSliceStore other = RedisSliceStore.open(redis.uri(), hasty)) {
      redis.ask(connection -> connection.sync().flushall());
      Reporting node = new Reporting(other, "node", LONG);
      node.spent(0, 5);
      assertThat(node.spent(0, 5).recovering()).isTrue();
    }
  }

  @Test
  void B7_settingUpAgainForgetsNothing() {
    Reporting spender = new Reporting(store, "spender", LONG);
    spender.spent(80, 10);
    RedisSliceStore.setUp(redis.uri(), CAUTIOUS);
    assertThat(store.totals(Reporting.KEY).reserved()).isEqualTo(90);
    assertThat(spender.spent(80, 20).allowance()).isEqualTo(100);

    redis.ask(connection -> connection.sync().flushall());
    assertThat(spender.spent(80, 0).recovering()).isTrue();
    RedisSliceStore.setUp(redis.uri(), CAUTIOUS);
    assertThat(new Reporting(store, "other", LONG).spent(0, 5).recovering()).isTrue();
  }

  @Test
  void B7_settingUpWhatLostSomeOfItsMarksIsCautiousThere() {
    new Reporting(store, "spender", LONG).spent(80, 10);
    KeyNames names = new KeyNames(CAUTIOUS.prefix());
    int kept = names.partition(Reporting.KEY);
    for (int i = 0; i < KeyNames.PARTITIONS; i++) {
      if (i != kept) {
        String marks = names.marks(i);
        redis.ask(connection -> connection.sync().del(marks));
      }
    }
    RedisSliceStore.setUp(redis.uri(), CAUTIOUS);
    String marks = names.marks((kept + 1) % KeyNames.PARTITIONS);
    String until = redis.ask(connection -> connection.sync().hget(marks, "until"));
    assertThat(Long.parseLong(until)).isPositive();
    assertThat(new Reporting(store, "other", LONG).spent(0, 5).recovering()).isFalse();
  }

  @Test
  @Tag("litellm#34238")
  void B7_aReplicaThatTakesOverGrantsNothingUntilNodesHaveToldAnew() throws Exception {
    Reporting spender = new Reporting(store, "spender", LONG);
    spender.spent(80, 10);
    try (RealRedis replica =
        new RealRedis(
            Files.createDirectory(directory.resolve("replica")),
            "replicaof 127.0.0.1 " + redis.port())) {
      await(() -> replica.ask(c -> c.sync().info("replication")).contains("master_link_status:up"));
      redis.kill();
      replica.ask(connection -> connection.sync().replicaofNoOne());
      try (RedisSliceStore promoted = RedisSliceStore.open(replica.uri(), CAUTIOUS)) {
        SliceGrant grant = new Reporting(promoted, "other", LONG).spent(0, 5);
        assertThat(grant.recovering()).isTrue();
        assertThat(grant.reserved()).isEqualTo(90);
      }
    }
  }

  @Test
  void anEmptyRedisIsRefusedByThoseWhoComeAnew() {
    redis.restartEmpty();
    assertThatThrownBy(() -> RedisSliceStore.open(redis.uri(), CAUTIOUS))
        .isInstanceOf(SliceStoreException.class)
        .hasMessageContainingAll("127.0.0.1:" + redis.port(), "'costaware:'", "setUp");
  }

  private static SliceGrant awaitRecovery(Reporting node, long needed) {
    SliceGrant grant = node.spent(0, needed);
    while (grant.recovering()) {
      assertThat(grant.allowance()).isEqualTo(0);
      LockSupport.parkNanos(10_000_000);
      grant = node.spent(0, needed);
    }
    return grant;
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("gave up waiting").isLessThan(deadline);
      LockSupport.parkNanos(20_000_000);
    }
  }
}
