package io.costaware.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceReport;
import io.costaware.ledger.SliceStore;
import io.costaware.ledger.SliceStoreException;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What lies in Redis, for how long, and what a user needs there. */
class RedisKeysTest {
  private static final RedisSliceOptions OPTIONS = RedisSliceStoreTest.PATIENT;
  private static final KeyNames NAMES = new KeyNames("costaware:");
  private static final List<CommandType> NEEDED =
      List.of(
          CommandType.EVALSHA,
          CommandType.EVAL,
          CommandType.TIME,
          CommandType.HMGET,
          CommandType.HGET,
          CommandType.HGETALL,
          CommandType.HSET,
          CommandType.ZADD,
          CommandType.ZREM,
          CommandType.ZRANGEBYSCORE,
          CommandType.PEXPIREAT,
          CommandType.PING);

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
  void namesOfKeysAreReadableAndNeverRunTogether() {
    SliceKey key = key("a:b%", "c\nd", 0, 1793487600000L);
    assertThat(NAMES.counter(key))
        .isEqualTo("costaware:{2}:c:a%3ab%25:token:c%0ad:day in UTC:0:1793487600000");
    assertThat(NAMES.leases(key)).isEqualTo(NAMES.counter(key) + ":leases");
    assertThat(NAMES.marks(7)).isEqualTo("costaware:{7}:marks");
  }

  @Test
  void allWindowsOfACounterShareASlot() {
    assertThat(NAMES.partition(key("b", "", 5, 6))).isEqualTo(NAMES.partition(key("b", "", 0, 1)));
    assertThat(
            List.of("a", "b", "c", "d", "e", "f").stream()
                .map(budget -> NAMES.partition(key(budget, "", 0, 1)))
                .distinct())
        .hasSizeGreaterThan(2);
  }

  @Test
  void aCounterIsForgottenTwoDaysAfterItsWindow() {
    long end = Instant.now().plusSeconds(3_600).toEpochMilli();
    SliceKey key = key("b", "", end - 7_200_000, end);
    stay(key);
    long twoDays = Duration.ofDays(2).toMillis() + 3_600_000;
    for (String name : List.of(NAMES.counter(key), NAMES.leases(key))) {
      assertThat(redis.<Long>ask(connection -> connection.sync().pttl(name)))
          .isBetween(twoDays - 600_000, twoDays);
    }
    SliceKey lifetime = key("b", "", Long.MIN_VALUE, Long.MAX_VALUE);
    stay(lifetime);
    String counter = NAMES.counter(lifetime);
    assertThat(redis.<Long>ask(connection -> connection.sync().pttl(counter))).isEqualTo(-1);
  }

  @Test
  void aWindowThatIsForgottenLeavesNothingBehind() {
    long end = Instant.now().minus(Duration.ofDays(3)).toEpochMilli();
    SliceKey key = key("b", "", end - 7_200_000, end);
    tell(redis.uri(), key, List.of());
    assertThat(
            redis.<Long>ask(
                connection -> connection.sync().exists(NAMES.counter(key), NAMES.leases(key))))
        .isZero();
  }

  @Test
  void aConnectionThatWasHandedOverStaysOpen() {
    var connection = redis.connect();
    RedisSliceStore.setUp(connection, OPTIONS);
    RedisSliceStore.open(connection, OPTIONS).close();
    assertThat(connection.sync().ping()).isEqualTo("PONG");
  }

  @Test
  void earlierBucketsOfAnotherCounterAreRefused() {
    SliceKey key = key("b", "", 5, 6);
    assertThatThrownBy(() -> tell(redis.uri(), key, List.of(key("c", "", 0, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same budget");
  }

  @Test
  void aUserNeedsNoMoreThanTheReadmeSays() {
    List<CommandType> commands = new ArrayList<>(NEEDED);
    commands.add(CommandType.INFO);
    String uri = login("costaware", "costaware:*", commands);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger(Deployment.class);
    logger.addAppender(log);
    RedisSliceStore.setUp(uri, OPTIONS);
    tell(uri, key("b", "", 0, Long.MAX_VALUE), List.of());
    logger.detachAppender(log);
    assertThat(log.list).isEmpty();
  }

  @Test
  void aUserWhoMayNotReadTheRunIdIsWarned() {
    String uri = login("poor", "costaware:*", NEEDED);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger logger = (Logger) LoggerFactory.getLogger(Deployment.class);
    logger.addAppender(log);
    logger.setAdditive(false);
    tell(uri, key("b", "", 0, Long.MAX_VALUE), List.of());
    logger.detachAppender(log);
    logger.setAdditive(true);
    assertThat(log.list)
        .singleElement()
        .satisfies(event -> assertThat(event.getFormattedMessage()).contains("run id", "'info'"));
  }

  @Test
  void aUserWhoMayNotReachTheKeysIsToldSo() {
    List<CommandType> commands = new ArrayList<>(NEEDED);
    commands.add(CommandType.INFO);
    String uri = login("stranger", "other:*", commands);
    assertThatThrownBy(() -> RedisSliceStore.open(uri, OPTIONS))
        .isInstanceOf(SliceStoreException.class)
        .hasMessageContainingAll("NOPERM", "README")
        .hasMessageNotContaining("pw-of-");
  }

  private static String login(String user, String keys, List<CommandType> commands) {
    AclSetuserArgs rights =
        AclSetuserArgs.Builder.on().reset().on().addPassword("pw-of-" + user).keyPattern(keys);
    commands.forEach(rights::addCommand);
    redis.ask(connection -> connection.sync().aclSetuser(user, rights));
    return redis.uri().replace("//", "//" + user + ":pw-of-" + user + "@");
  }

  private static SliceKey key(String budget, String subject, long start, long end) {
    return new SliceKey(budget, "token", subject, "day in UTC", start, end);
  }

  private static void stay(SliceKey key) {
    BigInteger ten = BigInteger.TEN;
    try (SliceStore store = RedisSliceStore.open(redis.uri(), OPTIONS)) {
      store.exchange(
          "staying",
          List.of(
              new SliceReport(key, List.of(), ten, 1, 0, ten, ten, ten, ten, ten, 60_000, false)));
    }
  }

  /** A node comes, tells, asks and goes; what it left is looked for. */
  private static void tell(String uri, SliceKey key, List<SliceKey> earlier) {
    BigInteger ten = BigInteger.TEN;
    try (SliceStore store = RedisSliceStore.open(uri, OPTIONS)) {
      SliceReport report =
          new SliceReport(key, earlier, ten.pow(6), 1, 0, ten, ten, ten, ten, ten, 60_000, false);
      assertThat(store.exchange("node", List.of(report)).get(0).allowance()).isEqualTo(30);
      assertThat(store.lost(key)).isEmpty();
      assertThat(store.reconcile(key, "node", ten)).isFalse();
      assertThat(store.totals(key).reserved()).isIn(BigInteger.valueOf(30), BigInteger.ZERO);
      SliceReport last =
          new SliceReport(key, earlier, ten.pow(6), 2, 1, ten, ten, ten, ten, ten, 60_000, true);
      store.exchange("node", List.of(last));
    }
  }
}
