package io.costaware.dynamodb;

import io.costaware.ledger.SliceStoreException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveSpecification;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Makes a table, has DynamoDB forget what ended long ago, and writes the first marks. */
final class TableSetUp {
  /** DynamoDB makes a table in some seconds, as a rule. */
  private static final Duration MAKING = Duration.ofMinutes(2);

  private final DynamoDbClient client;
  private final String name;
  private final LongSupplier nanos;
  private final Deadline.Jitter jitter;
  private final SliceTable table;

  TableSetUp(DynamoDbClient client, String name, LongSupplier nanos, Deadline.Jitter jitter) {
    this.client = client;
    this.name = name;
    this.nanos = nanos;
    this.jitter = jitter;
    this.table = new SliceTable(client, name, nanos);
  }

  void run() {
    Deadline deadline = new Deadline(MAKING, nanos, jitter);
    try {
      boolean made = create();
      awaitActive(deadline);
      forgetInTime();
      writeMarks(deadline, made);
    } catch (SdkException e) {
      throw table.faults().of(e);
    }
  }

  private boolean create() {
    try {
      client.createTable(request());
      return true;
    } catch (ResourceInUseException e) {
      return false; // it is there, or another node is making it
    }
  }

  private CreateTableRequest request() {
    return CreateTableRequest.builder()
        .tableName(name)
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .attributeDefinitions(
            attribute(Items.COUNTER, ScalarAttributeType.S),
            attribute(Items.PART, ScalarAttributeType.S),
            attribute(Items.DUE, ScalarAttributeType.N))
        .keySchema(key(Items.COUNTER, KeyType.HASH), key(Items.PART, KeyType.RANGE))
        .localSecondaryIndexes(
            LocalSecondaryIndex.builder()
                .indexName(Items.DUE_INDEX)
                .keySchema(key(Items.COUNTER, KeyType.HASH), key(Items.DUE, KeyType.RANGE))
                .projection(Projection.builder().projectionType(ProjectionType.ALL).build())
                .build())
        .build();
  }

  private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private void awaitActive(Deadline deadline) {
    while (client.describeTable(request -> request.tableName(name)).table().tableStatus()
        != TableStatus.ACTIVE) {
      deadline.pauseAfterConflict();
    }
  }

  private void forgetInTime() {
    TimeToLiveStatus status =
        client
            .describeTimeToLive(request -> request.tableName(name))
            .timeToLiveDescription()
            .timeToLiveStatus();
    if (status == TimeToLiveStatus.ENABLED || status == TimeToLiveStatus.ENABLING) {
      return;
    }
    client.updateTimeToLive(
        request ->
            request
                .tableName(name)
                .timeToLiveSpecification(
                    TimeToLiveSpecification.builder()
                        .attributeName(Items.FORGET_AT)
                        .enabled(true)
                        .build()));
  }

  private void writeMarks(Deadline deadline, boolean made) {
    String here = table.identity(deadline);
    Map<String, AttributeValue> marks =
        table.read(deadline, List.of(StoreMarks.KEY)).get(StoreMarks.KEY);
    if (marks != null) {
      long layout = StoreMarks.of(marks).layout();
      if (layout != StoreMarks.LAYOUT) {
        throw table.faults().otherLayout(layout);
      }
      return;
    }
    boolean fresh =
        made || client.scan(request -> request.tableName(name).limit(1)).items().isEmpty();
    String written = fresh ? here : StoreMarks.UNKNOWN;
    StoreMarks first = new StoreMarks(1, StoreMarks.LAYOUT, written, 0, Long.MIN_VALUE);
    if (!table.replace(deadline, 0, first.item())
        && table.read(deadline, List.of(StoreMarks.KEY)).isEmpty()) {
      throw new SliceStoreException("The marks of the table " + name + " cannot be written", null);
    }
  }
}
