package io.costaware.drill;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.costaware.dynamodb.DynamoDbSliceOptions;
import io.costaware.dynamodb.DynamoDbSliceStore;
import io.costaware.jdbc.JdbcSliceOptions;
import io.costaware.jdbc.JdbcSliceStore;
import io.costaware.ledger.SliceStore;
import io.costaware.redis.RedisSliceOptions;
import io.costaware.redis.RedisSliceStore;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A store and where it listens, in a word such as {@code redis:40123}.
 *
 * @param kind {@code redis}, {@code postgresql} or {@code dynamodb}
 * @param port of the loopback interface
 */
record StoreAddress(String kind, int port) {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(1);
  private static final String TABLE = "budgets";

  static StoreAddress parse(String word) {
    int colon = word.indexOf(':');
    return new StoreAddress(word.substring(0, colon), Integer.parseInt(word.substring(colon + 1)));
  }

  /** Makes what the store needs, as a part of the deployment would. */
  void setUp() {
    switch (kind) {
      case "redis" -> RedisSliceStore.setUp(redis(), redisOptions());
      case "postgresql" -> {
        try (HikariDataSource pool = pool()) {
          JdbcSliceStore.setUp(pool);
        }
      }
      case "dynamodb" -> {
        try (DynamoDbClient client = dynamoDb()) {
          DynamoDbSliceStore.setUp(client, TABLE);
        }
      }
      default -> throw new IllegalArgumentException("No store is called " + kind);
    }
  }

  SliceStore open() {
    return switch (kind) {
      case "redis" -> RedisSliceStore.open(redis(), redisOptions());
      case "postgresql" -> {
        HikariDataSource pool = pool();
        yield new OwningStore(
            JdbcSliceStore.open(pool, JdbcSliceOptions.standard().withTimeout(TIME_LIMIT)),
            pool::close);
      }
      case "dynamodb" -> {
        DynamoDbClient client = dynamoDb();
        yield new OwningStore(
            DynamoDbSliceStore.open(
                client, TABLE, DynamoDbSliceOptions.standard().withTimeout(TIME_LIMIT)),
            client::close);
      }
      default -> throw new IllegalArgumentException("No store is called " + kind);
    };
  }

  private String redis() {
    return "redis://127.0.0.1:" + port;
  }

  private static RedisSliceOptions redisOptions() {
    return RedisSliceOptions.standard().withTimeout(TIME_LIMIT).withRecovery(Duration.ofSeconds(3));
  }

  private HikariDataSource pool() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + port + "/postgres?connectTimeout=5");
    config.setUsername("postgres");
    config.setMaximumPoolSize(3);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(10_000);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  private DynamoDbClient dynamoDb() {
    return DynamoDbClient.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + port))
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("drill", "drill")))
        .build();
  }

  @Override
  public String toString() {
    return kind + ":" + port;
  }
}
