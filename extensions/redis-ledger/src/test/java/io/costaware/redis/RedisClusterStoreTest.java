package io.costaware.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.ledger.SliceStore;
import io.costaware.testkit.contract.SliceStoreContract;
import io.lettuce.core.cluster.RedisClusterClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract on a cluster. It has one node, which refuses keys of two slots in one script as any
 * other does.
 */
class RedisClusterStoreTest extends SliceStoreContract {
  @TempDir private static Path directory;
  private static RealRedis redis;
  private static RedisClusterClient client;

  @BeforeAll
  static void start() {
    redis = new RealRedis(directory, "cluster-enabled yes");
    redis.ask(
        connection -> connection.sync().clusterAddSlots(IntStream.range(0, 16_384).toArray()));
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!redis.ask(c -> c.sync().clusterInfo()).contains("cluster_state:ok")) {
      assertThat(System.nanoTime()).as("the cluster does not form").isLessThan(deadline);
      LockSupport.parkNanos(20_000_000);
    }
    client = RedisClusterClient.create(redis.uri());
  }

  @AfterAll
  static void stop() {
    client.shutdown();
    redis.close();
  }

  @Override
  protected void begin() {
    try (var connection = client.connect()) {
      connection.sync().flushall();
      RedisSliceStore.setUp(connection, RedisSliceStoreTest.PATIENT);
    }
  }

  @Override
  protected SliceStore open() {
    return RedisSliceStore.open(client.connect(), RedisSliceStoreTest.PATIENT);
  }

  @Override
  protected Instant now() {
    return Instant.now();
  }
}
