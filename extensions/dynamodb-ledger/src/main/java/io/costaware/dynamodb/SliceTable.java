package io.costaware.dynamodb;

import io.costaware.ledger.SliceStoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/** The requests to one table. Each ends by a deadline and tells the service's clock. */
final class SliceTable {
  /** What DynamoDB reads in one batch. */
  private static final int BATCH = 100;

  /** Why a transaction is cancelled although it could pass the next time. */
  private static final Set<String> PASSING =
      Set.of(
          "ConditionalCheckFailed",
          "TransactionConflict",
          "ThrottlingError",
          "ProvisionedThroughputExceeded");

  private final DynamoDbClient client;
  private final String table;
  private final LongSupplier nanos;
  private final Faults faults;
  private final ServiceClock clock = new ServiceClock();
  private volatile boolean wasMissing;

  SliceTable(DynamoDbClient client, String table, LongSupplier nanos) {
    this.client = client;
    this.table = table;
    this.nanos = nanos;
    this.faults = new Faults(table);
  }

  Faults faults() {
    return faults;
  }

  long earliestMillis() {
    return clock.earliestMillis(nanos.getAsLong());
  }

  long latestMillis() {
    return clock.latestMillis(nanos.getAsLong());
  }

  /** Whether the table was not there at some time; another may have its name now. */
  boolean wasMissing() {
    return wasMissing;
  }

  /** It is known which table this is now. */
  void found() {
    wasMissing = false;
  }

  /** Which table this is: DynamoDB gives each that is made or restored another identity. */
  String identity(Deadline deadline) {
    DescribeTableResponse response =
        ask(
            deadline,
            limits ->
                client.describeTable(
                    DescribeTableRequest.builder()
                        .tableName(table)
                        .overrideConfiguration(limits)
                        .build()));
    String id = response.table().tableId();
    return id == null ? "made " + response.table().creationDateTime() : id;
  }

  /** Reads items as they are now, in one request for a hundred. Those that are not there lack. */
  Map<Map<String, AttributeValue>, Map<String, AttributeValue>> read(
      Deadline deadline, Collection<Map<String, AttributeValue>> keys) {
    Map<Map<String, AttributeValue>, Map<String, AttributeValue>> items = new HashMap<>();
    List<Map<String, AttributeValue>> all = List.copyOf(Set.copyOf(keys));
    for (int from = 0; from < all.size(); from += BATCH) {
      List<Map<String, AttributeValue>> open =
          all.subList(from, Math.min(all.size(), from + BATCH));
      while (!open.isEmpty()) {
        KeysAndAttributes asked =
            KeysAndAttributes.builder().keys(open).consistentRead(true).build();
        BatchGetItemResponse response =
            ask(
                deadline,
                limits ->
                    client.batchGetItem(
                        BatchGetItemRequest.builder()
                            .requestItems(Map.of(table, asked))
                            .overrideConfiguration(limits)
                            .build()));
        for (Map<String, AttributeValue> item :
            response.responses().getOrDefault(table, List.of())) {
          items.put(
              Map.of(Items.COUNTER, item.get(Items.COUNTER), Items.PART, item.get(Items.PART)),
              item);
        }
        KeysAndAttributes left = response.unprocessedKeys().get(table);
        open = left == null ? List.of() : left.keys();
        if (!open.isEmpty()) {
          deadline.pauseAfterConflict();
        }
      }
    }
    return items;
  }

  /** The nodes of a counter whose leases run out first, in that order. */
  List<Map<String, AttributeValue>> firstDue(Deadline deadline, String counter, int most) {
    QueryResponse response =
        ask(
            deadline,
            limits ->
                client.query(
                    QueryRequest.builder()
                        .tableName(table)
                        .indexName(Items.DUE_INDEX)
                        .keyConditionExpression("#c = :c")
                        .expressionAttributeNames(Map.of("#c", Items.COUNTER))
                        .expressionAttributeValues(Map.of(":c", Items.text(counter)))
                        .consistentRead(true)
                        .limit(most)
                        .overrideConfiguration(limits)
                        .build()));
    return response.items();
  }

  /** All items of a counter. */
  List<Map<String, AttributeValue>> all(Deadline deadline, String counter) {
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    Map<String, AttributeValue> from = Map.of();
    do {
      QueryRequest.Builder query =
          QueryRequest.builder()
              .tableName(table)
              .keyConditionExpression("#c = :c")
              .expressionAttributeNames(Map.of("#c", Items.COUNTER))
              .expressionAttributeValues(Map.of(":c", Items.text(counter)))
              .consistentRead(true);
      if (!from.isEmpty()) {
        query.exclusiveStartKey(from);
      }
      QueryResponse page =
          ask(deadline, limits -> client.query(query.overrideConfiguration(limits).build()));
      items.addAll(page.items());
      from = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
    } while (!from.isEmpty());
    return items;
  }

  /** A write that takes the place of an item's version; 0 of one that is not there. */
  TransactWriteItem replacing(long version, Map<String, AttributeValue> item) {
    Put.Builder put = Put.builder().tableName(table).item(item);
    if (version == 0) {
      put.conditionExpression("attribute_not_exists(#k)")
          .expressionAttributeNames(Map.of("#k", Items.COUNTER));
    } else {
      put.conditionExpression("#v = :v")
          .expressionAttributeNames(Map.of("#v", Items.VERSION))
          .expressionAttributeValues(Map.of(":v", Items.number(version)));
    }
    return TransactWriteItem.builder().put(put.build()).build();
  }

  /** Changes nothing, but lets a transaction pass only if the item has this version; 0 as above. */
  TransactWriteItem checking(long version, Map<String, AttributeValue> key) {
    Put put = replacing(version, key).put();
    ConditionCheck.Builder check =
        ConditionCheck.builder()
            .tableName(table)
            .key(key)
            .conditionExpression(put.conditionExpression())
            .expressionAttributeNames(put.expressionAttributeNames());
    if (put.hasExpressionAttributeValues()) {
      check.expressionAttributeValues(put.expressionAttributeValues());
    }
    return TransactWriteItem.builder().conditionCheck(check.build()).build();
  }

  TransactWriteItem writing(Map<String, AttributeValue> item) {
    return TransactWriteItem.builder()
        .put(Put.builder().tableName(table).item(item).build())
        .build();
  }

  /**
   * Writes all or nothing.
   *
   * @return for each action whether it stood in the way, because others wrote or write the item;
   *     none if all was written
   */
  List<Boolean> write(Deadline deadline, List<TransactWriteItem> writes) {
    try {
      ask(
          deadline,
          limits ->
              client.transactWriteItems(
                  TransactWriteItemsRequest.builder()
                      .transactItems(writes)
                      .overrideConfiguration(limits)
                      .build()));
      return List.of();
    } catch (Cancelled e) {
      return e.inTheWay;
    }
  }

  /** Writes one item in the place of its version. False if another was there first. */
  boolean replace(Deadline deadline, long version, Map<String, AttributeValue> item) {
    Put put = replacing(version, item).put();
    try {
      ask(
          deadline,
          limits -> {
            PutItemRequest.Builder request =
                PutItemRequest.builder()
                    .tableName(table)
                    .item(item)
                    .conditionExpression(put.conditionExpression())
                    .expressionAttributeNames(put.expressionAttributeNames())
                    .overrideConfiguration(limits);
            if (put.hasExpressionAttributeValues()) {
              request.expressionAttributeValues(put.expressionAttributeValues());
            }
            return client.putItem(request.build());
          });
      return true;
    } catch (Cancelled e) {
      return false;
    }
  }

  /** Others wrote, or write, what a request was to change. */
  private static final class Cancelled extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Boolean> inTheWay;

    Cancelled(List<Boolean> inTheWay) {
      super(null, null, false, false);
      this.inTheWay = inTheWay;
    }
  }

  private <R extends DynamoDbResponse> R ask(
      Deadline deadline, Function<AwsRequestOverrideConfiguration, R> request) {
    AwsRequestOverrideConfiguration limits =
        AwsRequestOverrideConfiguration.builder().apiCallTimeout(deadline.left()).build();
    long sent = nanos.getAsLong();
    try {
      R response = request.apply(limits);
      tellClock(response.sdkHttpResponse(), sent);
      return response;
    } catch (TransactionCanceledException e) {
      throw cancelled(e);
    } catch (ConditionalCheckFailedException
        | TransactionConflictException
        | TransactionInProgressException e) {
      throw new Cancelled(List.of(true));
    } catch (ApiCallTimeoutException e) {
      throw deadline.hadConflicts() ? deadline.over(e) : faults.of(e);
    } catch (ResourceNotFoundException e) {
      wasMissing = true;
      throw faults.of(e);
    } catch (SdkException e) {
      throw faults.of(e);
    }
  }

  private void tellClock(SdkHttpResponse response, long sent) {
    String date = response.firstMatchingHeader("Date").orElse("");
    if (!clock.answered(date, sent, nanos.getAsLong()) && !clock.isKnown()) {
      throw faults.withoutDate();
    }
  }

  private RuntimeException cancelled(TransactionCanceledException fault) {
    List<Boolean> inTheWay = new ArrayList<>();
    for (CancellationReason reason : fault.cancellationReasons()) {
      String code = reason.code() == null ? "None" : reason.code();
      if (!code.equals("None") && !PASSING.contains(code)) {
        return new SliceStoreException(
            "DynamoDB cancelled a transaction on the table "
                + table
                + " ("
                + code
                + "): "
                + reason.message(),
            fault);
      }
      inTheWay.add(!code.equals("None"));
    }
    return inTheWay.contains(true) ? new Cancelled(inTheWay) : faults.of(fault);
  }
}
