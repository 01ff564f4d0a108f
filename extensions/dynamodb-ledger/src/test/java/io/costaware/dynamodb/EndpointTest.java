package io.costaware.dynamodb;

import io.costaware.ledger.SliceStore;
import io.costaware.testkit.contract.SliceStoreContract;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The contract on a service that is not ours, by hand: give its address and the usual credentials.
 * Each test makes a table and drops it.
 */
@EnabledIfSystemProperty(named = EndpointTest.ENDPOINT, matches = ".+")
class EndpointTest extends SliceStoreContract {
  static final String ENDPOINT = "costaware.dynamodb.endpoint";

  private final DynamoDbClient client =
      DynamoDbClient.builder()
          .endpointOverride(URI.create(System.getProperty(ENDPOINT, "")))
          .region(Region.of(System.getProperty("costaware.dynamodb.region", "eu-central-1")))
          .build();
  private final String table = "costaware-test-" + UUID.randomUUID();

  @Override
  protected void begin() {
    DynamoDbSliceStore.setUp(client, table);
  }

  @AfterEach
  void drop() {
    client.deleteTable(request -> request.tableName(table));
    client.close();
  }

  @Override
  protected SliceStore open() {
    return DynamoDbSliceStore.open(
        client, table, DynamoDbSliceOptions.standard().withTimeout(Duration.ofSeconds(60)));
  }

  @Override
  protected Instant now() {
    return Instant.now();
  }

  /** The dates of the answers have whole seconds, and leases last longer by what is not known. */
  @Override
  protected void letPass(Duration duration) {
    super.letPass(duration.plusMillis(2_400));
  }
}
