package io.costaware.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.costaware.ledger.SliceStore;
import io.costaware.ledger.SliceStoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What is refused when a table is set up or opened, and in which words. */
class OpeningTest {
  private static final String TABLE = "budgets";

  private final WireServer server = new WireServer();
  private final DynamoDbClient client = Clients.of(server.endpoint());

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
  }

  @Test
  @Tag("litellm#30661")
  void aMissingTableIsRefusedWithWhatToDo() {
    assertThatThrownBy(() -> DynamoDbSliceStore.open(client, TABLE))
        .isInstanceOf(SliceStoreException.class)
        .hasMessageContaining("The table budgets does not exist")
        .hasMessageContaining("Layout 1 is wanted, and there is none")
        .hasMessageContaining("DynamoDbSliceStore.setUp");
  }

  @Test
  void aTableThatWasNotSetUpIsRefused() {
    DynamoDbSliceStore.setUp(client, TABLE);
    LocalTable table = server.tables().table(TABLE);
    table.all().forEach(table::remove);
    assertThatThrownBy(() -> DynamoDbSliceStore.open(client, TABLE))
        .isInstanceOf(SliceStoreException.class)
        .hasMessageContaining("budgets has not been set up")
        .hasMessageContaining("layout 1 is wanted")
        .hasMessageContaining("Run DynamoDbSliceStore.setUp");
  }

  @Test
  void anotherLayoutIsRefusedWithBothNamed() {
    DynamoDbSliceStore.setUp(client, TABLE);
    SliceStore opened = DynamoDbSliceStore.open(client, TABLE);
    LocalTable table = server.tables().table(TABLE);
    JsonNode marks = table.all().get(0);
    ((ObjectNode) marks.get("layout")).put("N", "7");
    List<ThrowingCallable> uses =
        List.of(
            () -> DynamoDbSliceStore.open(client, TABLE),
            () -> DynamoDbSliceStore.setUp(client, TABLE),
            () -> opened.exchange("node", List.of(Reports.asking(Reports.key("a"), 1, 1))));
    for (ThrowingCallable use : uses) {
      assertThatThrownBy(use)
          .isInstanceOf(SliceStoreException.class)
          .hasMessageContaining("budgets has layout 7")
          .hasMessageContaining("reads layout 1")
          .hasMessageContaining("another table");
    }
    opened.close();
  }

  @Test
  @Tag("litellm#30661")
  void wrongCredentialsAreRefusedAndNotShown() {
    DynamoDbSliceStore.setUp(client, TABLE);
    try (DynamoDbClient stranger = Clients.of(server.endpoint(), "AKIDSTRANGER")) {
      for (ThrowingCallable use :
          List.<ThrowingCallable>of(
              () -> DynamoDbSliceStore.open(stranger, TABLE),
              () -> DynamoDbSliceStore.setUp(stranger, TABLE))) {
        assertThatThrownBy(use)
            .isInstanceOf(SliceStoreException.class)
            .hasMessageContaining("credentials for the table budgets in DynamoDB were refused")
            .hasMessageContaining("UnrecognizedClientException")
            .satisfies(
                refusal ->
                    assertThat(trace(refusal)).doesNotContain(Clients.SECRET, "AKIDSTRANGER"));
      }
    }
  }

  @Test
  void aClientWithoutCredentialsIsTold() {
    AwsCredentialsProvider none =
        () -> {
          throw SdkClientException.create(
              "Unable to load credentials from any of the providers in the chain");
        };
    try (DynamoDbClient empty =
        DynamoDbClient.builder()
            .endpointOverride(server.endpoint())
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(none)
            .build()) {
      assertThatThrownBy(() -> DynamoDbSliceStore.open(empty, TABLE))
          .isInstanceOf(SliceStoreException.class)
          .hasMessageContaining("the client found none");
    }
  }

  @Test
  void aRoleThatLacksAnActionIsToldWhich() {
    DynamoDbSliceStore.setUp(client, TABLE);
    SliceStore opened = DynamoDbSliceStore.open(client, TABLE);
    server.tables().deny("TransactWriteItems");
    assertThatThrownBy(
            () -> opened.exchange("node", List.of(Reports.asking(Reports.key("a"), 1, 1))))
        .isInstanceOf(SliceStoreException.class)
        .hasMessageContaining("AccessDeniedException")
        .hasMessageContaining("dynamodb:PutItem")
        .hasMessageContaining("the actions that the README of costaware-dynamodb-ledger lists");
    opened.close();
  }

  @Test
  void anEndpointThatIsNotThereIsNamed() {
    try (DynamoDbClient nowhere = Clients.of(URI.create("http://localhost:1"))) {
      assertThatThrownBy(() -> DynamoDbSliceStore.open(nowhere, TABLE))
          .isInstanceOf(SliceStoreException.class)
          .hasMessageContaining("could not be asked about the table budgets")
          .hasMessageContaining("region, endpoint and network");
    }
  }

  @Test
  void anEndpointThatTellsNoTimeIsRefused() {
    DynamoDbSliceStore.setUp(client, TABLE);
    server.tellDates(false);
    assertThatThrownBy(() -> DynamoDbSliceStore.open(client, TABLE))
        .isInstanceOf(SliceStoreException.class)
        .hasMessageContaining("no Date header");
  }

  @Test
  void setUpMayRunAgainAndOnAllNodesAtOnce() {
    CompletableFuture.allOf(
            IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.runAsync(() -> setUpHere()))
                .toArray(CompletableFuture[]::new))
        .join();
    try (SliceStore store = DynamoDbSliceStore.open(client, TABLE)) {
      store.exchange("node", List.of(Reports.asking(Reports.key("a"), 1, 10)));
      DynamoDbSliceStore.setUp(client, TABLE);
      assertThat(store.totals(Reports.key("a")).reserved()).isEqualTo(10);
    }
    assertThat(server.tables().table(TABLE).timeToLive()).isEqualTo("forgetAt");
  }

  private void setUpHere() {
    try {
      DynamoDbSliceStore.setUp(client, TABLE);
    } catch (SliceStoreException e) {
      // Two that switch forgetting on at once: the second is refused, and the next start finds it.
      assertThat(e).hasMessageContaining("already enabled");
    }
  }

  @Test
  void timeLimitsThatCannotBeAreRefused() {
    for (Duration limit : List.of(Duration.ZERO, Duration.ofMillis(49), Duration.ofMinutes(2))) {
      assertThatThrownBy(() -> DynamoDbSliceOptions.standard().withTimeout(limit))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(limit.toString());
    }
  }

  private static String trace(Throwable fault) {
    StringWriter text = new StringWriter();
    fault.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
