package io.costaware.redis;

import io.costaware.ledger.SliceStore;
import io.costaware.testkit.contract.SliceStoreContract;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class RedisSliceStoreTest extends SliceStoreContract {
  static final RedisSliceOptions PATIENT =
      RedisSliceOptions.standard().withTimeout(Duration.ofSeconds(20));

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

  @Override
  protected void begin() {
    redis.ask(connection -> connection.sync().flushall());
    RedisSliceStore.setUp(redis.uri(), PATIENT);
  }

  @Override
  protected SliceStore open() {
    return RedisSliceStore.open(redis.connect(), PATIENT);
  }

  @Override
  protected Instant now() {
    return Instant.now();
  }

  @Override
  protected Optional<Runnable> snapshot() {
    Path kept = redis.snapshot();
    return Optional.of(() -> redis.restartFrom(kept));
  }
}
