package io.costaware.dynamodb;

import io.costaware.imitation.LocalTable;
import io.costaware.imitation.WireServer;
import io.costaware.ledger.SliceStore;
import io.costaware.testkit.contract.SliceStoreContract;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The contract through the real client over a real socket. */
class DynamoDbSliceStoreTest extends SliceStoreContract {
  private static WireServer server;
  private static DynamoDbClient client;

  private String table = "";

  @BeforeAll
  static void start() {
    server = new WireServer();
    client = Clients.of(server.endpoint());
  }

  @AfterAll
  static void stop() throws IOException {
    client.close();
    server.close();
  }

  @Override
  protected void begin() {
    table = "budgets-" + UUID.randomUUID();
    DynamoDbSliceStore.setUp(client, table);
    server.tables().conflict(5);
  }

  @Override
  protected SliceStore open() {
    // Thirty-two nodes race for one item.
    return DynamoDbSliceStore.open(
        client, table, DynamoDbSliceOptions.standard().withTimeout(Duration.ofSeconds(30)));
  }

  @Override
  protected Instant now() {
    return server.now();
  }

  /** The dates of the answers have whole seconds, and leases last longer by what is not known. */
  @Override
  protected void letPass(Duration duration) {
    server.letPass(duration.plusMillis(2_400));
  }

  @Override
  protected Optional<Runnable> snapshot() {
    LocalTable old = server.tables().table(table).copy(server.tables().table(table).id());
    return Optional.of(() -> server.tables().put(table, old));
  }
}
