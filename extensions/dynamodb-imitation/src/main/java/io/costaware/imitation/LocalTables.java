package io.costaware.imitation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Tables in memory with DynamoDB's operations, limits and refusals, as far as the store uses them.
 *
 * <p>Safe for use by many threads.
 */
public final class LocalTables {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** A request that is refused. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient WireAnswer answer;

    Refusal(WireAnswer answer) {
      this.answer = answer;
    }

    Refusal(String code, String message) {
      this(WireAnswer.fault(code, message));
    }
  }

  private final Map<String, LocalTable> tables = new HashMap<>();
  private final Random random = new Random(11);
  private final AtomicReference<@Nullable Runnable> betweenReads = new AtomicReference<>();
  private int throttled;
  private int conflictPercent;
  private String denied = "";

  /** Refuses so many requests because the table takes no more. */
  public synchronized void throttle(int requests) {
    throttled = requests;
  }

  /** Of so many transactions in a hundred says that another is under way. */
  public synchronized void conflict(int percent) {
    conflictPercent = percent;
  }

  /** Does something after the first read of the next batch, and before the others. */
  public void betweenReads(Runnable work) {
    betweenReads.set(work);
  }

  /** Refuses this operation to everybody; the empty text refuses none. */
  public synchronized void deny(String operation) {
    denied = operation;
  }

  /**
   * A table that there is.
   *
   * @throws RuntimeException if there is none
   */
  public synchronized LocalTable table(String name) {
    LocalTable table = tables.get(name);
    if (table == null) {
      throw new Refusal("ResourceNotFoundException", "Cannot do operations on a missing table");
    }
    return table;
  }

  /** As after a restore from a backup: the same items in a table with another identity. */
  public synchronized void restore(String name, LocalTable old) {
    tables.put(name, old.copy(UUID.randomUUID().toString()));
  }

  /** Puts a table in the place of whatever has the name. */
  public synchronized void put(String name, LocalTable table) {
    tables.put(name, table);
  }

  /** As if nobody had made the table. */
  public synchronized void drop(String name) {
    tables.remove(name);
  }

  WireAnswer answer(String operation, JsonNode request) {
    try {
      refuseByChance(operation);
      // A batch is no transaction: others write between its reads.
      return operation.equals("BatchGetItem")
          ? WireAnswer.of(batchGet(request))
          : atOnce(operation, request);
    } catch (Refusal e) {
      return e.answer;
    }
  }

  private synchronized void refuseByChance(String operation) {
    if (operation.equals(denied)) {
      throw new Refusal(
          "AccessDeniedException",
          "User is not authorized to perform: dynamodb:"
              + operation.replace("TransactWriteItems", "PutItem"));
    }
    if (throttled > 0) {
      throttled--;
      throw new Refusal("ProvisionedThroughputExceededException", "The table takes no more");
    }
  }

  private synchronized WireAnswer atOnce(String operation, JsonNode request) {
    return WireAnswer.of(
        switch (operation) {
          case "CreateTable" -> create(request);
          case "DescribeTable" -> described("Table", request);
          case "DescribeTimeToLive" -> timeToLive(request);
          case "UpdateTimeToLive" -> updateTimeToLive(request);
          case "PutItem" -> put(request);
          case "Query" -> table(request.get("TableName").asText()).query(request);
          case "Scan" -> table(request.get("TableName").asText()).scan(request);
          case "TransactWriteItems" -> transact(request);
          default -> throw new Refusal("UnknownOperationException", operation);
        });
  }

  private synchronized Optional<JsonNode> get(String table, JsonNode key) {
    return table(table).get(key);
  }

  private JsonNode create(JsonNode request) {
    String name = request.get("TableName").asText();
    if (tables.containsKey(name)) {
      throw new Refusal("ResourceInUseException", "Table already exists: " + name);
    }
    tables.put(name, LocalTable.of(request));
    return described("TableDescription", request);
  }

  private JsonNode described(String as, JsonNode request) {
    LocalTable table = table(request.get("TableName").asText());
    ObjectNode answer = JSON.objectNode();
    answer
        .putObject(as)
        .put("TableName", request.get("TableName").asText())
        .put("TableId", table.id())
        .put("TableStatus", table.status())
        .put("CreationDateTime", 1_790_000_000L);
    return answer;
  }

  private JsonNode timeToLive(JsonNode request) {
    String attribute = table(request.get("TableName").asText()).timeToLive();
    ObjectNode answer = JSON.objectNode();
    answer
        .putObject("TimeToLiveDescription")
        .put("TimeToLiveStatus", attribute.isEmpty() ? "DISABLED" : "ENABLED");
    return answer;
  }

  private JsonNode updateTimeToLive(JsonNode request) {
    LocalTable table = table(request.get("TableName").asText());
    if (!table.timeToLive().isEmpty()) {
      throw new Refusal("ValidationException", "TimeToLive is already enabled");
    }
    table.timeToLive(request.at("/TimeToLiveSpecification/AttributeName").asText());
    return JSON.objectNode();
  }

  private JsonNode put(JsonNode request) {
    LocalTable table = table(request.get("TableName").asText());
    table.validate(request.get("Item"));
    if (!table.allows(request)) {
      throw new Refusal("ConditionalCheckFailedException", "The conditional request failed");
    }
    table.put(request.get("Item"));
    return JSON.objectNode();
  }

  private JsonNode batchGet(JsonNode request) {
    ObjectNode answer = JSON.objectNode();
    ObjectNode responses = answer.putObject("Responses");
    ObjectNode unprocessed = answer.putObject("UnprocessedKeys");
    request
        .get("RequestItems")
        .properties()
        .forEach(
            asked -> {
              JsonNode keys = asked.getValue().get("Keys");
              if (keys.size() > 100 || distinct(keys) < keys.size()) {
                throw new Refusal("ValidationException", "Too many keys, or duplicates");
              }
              table(asked.getKey());
              ArrayNode found = responses.putArray(asked.getKey());
              // Now and then it does not do all, as DynamoDB may.
              int done = random.nextInt(10) == 0 ? Math.max(1, keys.size() / 2) : keys.size();
              ArrayNode left = JSON.arrayNode();
              for (int i = 0; i < keys.size(); i++) {
                if (i < done) {
                  get(asked.getKey(), keys.get(i)).ifPresent(found::add);
                  Optional.ofNullable(betweenReads.getAndSet(null)).ifPresent(Runnable::run);
                } else {
                  left.add(keys.get(i));
                }
              }
              if (!left.isEmpty()) {
                unprocessed.putObject(asked.getKey()).put("ConsistentRead", true).set("Keys", left);
              }
            });
    return answer;
  }

  private static int distinct(JsonNode values) {
    Set<JsonNode> distinct = new HashSet<>();
    values.forEach(distinct::add);
    return distinct.size();
  }

  private JsonNode transact(JsonNode request) {
    List<JsonNode> actions = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (JsonNode action : request.get("TransactItems")) {
      JsonNode what = action.has("Put") ? action.get("Put") : action.get("ConditionCheck");
      LocalTable table = table(what.get("TableName").asText());
      if (what.has("Item")) {
        table.validate(what.get("Item"));
      }
      if (!keys.add(what.get("TableName").asText() + table.key(LocalTable.target(what)))) {
        throw new Refusal(
            "ValidationException",
            "Transaction request cannot include multiple operations on one item");
      }
      actions.add(what);
    }
    if (actions.isEmpty() || actions.size() > 100) {
      throw new Refusal("ValidationException", "A transaction has 1 to 100 actions");
    }
    String[] reasons = new String[actions.size()];
    Arrays.fill(reasons, "None");
    for (int i = 0; i < reasons.length; i++) {
      if (!table(actions.get(i).get("TableName").asText()).allows(actions.get(i))) {
        reasons[i] = "ConditionalCheckFailed";
      }
    }
    if (random.nextInt(100) < conflictPercent) {
      reasons[random.nextInt(reasons.length)] = "TransactionConflict";
    }
    if (!List.of(reasons).stream().allMatch("None"::equals)) {
      throw cancelled(reasons);
    }
    actions.stream()
        .filter(what -> what.has("Item"))
        .forEach(put -> table(put.get("TableName").asText()).put(put.get("Item")));
    return JSON.objectNode();
  }

  private static Refusal cancelled(String[] reasons) {
    WireAnswer answer =
        WireAnswer.fault(
            "TransactionCanceledException",
            "Transaction cancelled, please refer cancellation reasons for specific reasons");
    ArrayNode list = ((ObjectNode) answer.body()).putArray("CancellationReasons");
    for (String reason : reasons) {
      list.addObject().put("Code", reason);
    }
    return new Refusal(answer);
  }
}
