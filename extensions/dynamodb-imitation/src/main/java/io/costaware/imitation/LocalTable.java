package io.costaware.imitation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One table: items of two keys, and an index by a number that not all of them have.
 *
 * <p>For use by one thread.
 */
public final class LocalTable {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final String id;
  private final String hash;
  private final String range;
  private final String indexed;
  private final Map<List<String>, JsonNode> items = new HashMap<>();
  private String timeToLive = "";
  private int describedUntilActive = 2;

  private LocalTable(String id, String hash, String range, String indexed) {
    this.id = id;
    this.hash = hash;
    this.range = range;
    this.indexed = indexed;
  }

  static LocalTable of(JsonNode create) {
    if (!create.get("BillingMode").asText().equals("PAY_PER_REQUEST")) {
      throw new LocalTables.Refusal("ValidationException", "Not billed by request");
    }
    return new LocalTable(
        UUID.randomUUID().toString(),
        create.at("/KeySchema/0/AttributeName").asText(),
        create.at("/KeySchema/1/AttributeName").asText(),
        create.at("/LocalSecondaryIndexes/0/KeySchema/1/AttributeName").asText());
  }

  /** The same items in a table of this identity. */
  public LocalTable copy(String newId) {
    LocalTable copy = new LocalTable(newId, hash, range, indexed);
    copy.items.putAll(items);
    copy.timeToLive = timeToLive;
    copy.describedUntilActive = 0;
    return copy;
  }

  /** Its identity, another one for each table that is made. */
  public String id() {
    return id;
  }

  String status() {
    return describedUntilActive-- > 0 ? "CREATING" : "ACTIVE";
  }

  /** The attribute that says when an item may be forgotten; empty if there is none. */
  public String timeToLive() {
    return timeToLive;
  }

  void timeToLive(String attribute) {
    timeToLive = attribute;
  }

  List<String> key(JsonNode item) {
    return List.of(item.get(hash).get("S").asText(), item.get(range).get("S").asText());
  }

  Optional<JsonNode> get(JsonNode key) {
    return Optional.ofNullable(items.get(key(key)));
  }

  /** Its items; what is changed in them is changed in the table. */
  public List<JsonNode> all() {
    return List.copyOf(items.values());
  }

  void put(JsonNode item) {
    items.put(key(item), item);
  }

  /** Takes away the item that has the keys of this one. */
  public void remove(JsonNode item) {
    items.remove(key(item));
  }

  /** Refuses what DynamoDB would refuse, and hands numbers out as it does: normalised. */
  void validate(JsonNode item) {
    List<String> key = key(item);
    if (size(key.get(0)) < 1
        || size(key.get(0)) > 2_048
        || size(key.get(1)) < 1
        || size(key.get(1)) > 1_024
        || item.toString().length() > 400_000) {
      throw new LocalTables.Refusal("ValidationException", "A key or an item has not its size");
    }
    item.forEach(
        value -> {
          if (value.has("N")) {
            BigDecimal number = new BigDecimal(value.get("N").asText()).stripTrailingZeros();
            if (number.precision() > 38) {
              throw new LocalTables.Refusal(
                  "ValidationException", "Attempting to store more than 38 significant digits");
            }
            ((ObjectNode) value).put("N", number.toString());
          }
        });
  }

  private static int size(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The key that an action is about, and more: what it puts, if it does. */
  static JsonNode target(JsonNode action) {
    return action.has("Item") ? action.get("Item") : action.get("Key");
  }

  /** Whether the condition of an action holds; knows two forms of conditions, and no condition. */
  boolean allows(JsonNode action) {
    JsonNode condition = action.get("ConditionExpression");
    if (condition == null) {
      return true;
    }
    JsonNode there = items.get(key(target(action)));
    JsonNode names = action.get("ExpressionAttributeNames");
    return switch (condition.asText()) {
      case "attribute_not_exists(#k)" -> there == null || !there.has(names.get("#k").asText());
      case "#v = :v" ->
          there != null
              && number(there.get(names.get("#v").asText()))
                      .compareTo(number(action.at("/ExpressionAttributeValues/:v")))
                  == 0;
      default -> throw new LocalTables.Refusal("ValidationException", condition.asText());
    };
  }

  private static BigDecimal number(JsonNode value) {
    return new BigDecimal(value.get("N").asText());
  }

  /** Pages of forty at most, unless asked otherwise, so that somebody has to turn them. */
  JsonNode query(JsonNode request) {
    if (!request.get("KeyConditionExpression").asText().equals("#c = :c")
        || !request.get("ConsistentRead").asBoolean()) {
      throw new LocalTables.Refusal("ValidationException", request.toString());
    }
    String wanted = request.at("/ExpressionAttributeValues/:c/S").asText();
    boolean byIndex = request.has("IndexName");
    List<JsonNode> found =
        items.values().stream()
            .filter(item -> item.get(hash).get("S").asText().equals(wanted))
            .filter(item -> !byIndex || item.has(indexed))
            .sorted(
                byIndex
                    ? Comparator.comparing(item -> number(item.get(indexed)))
                    : Comparator.comparing(item -> item.get(range).get("S").asText()))
            .toList();
    int from = 0;
    if (request.has("ExclusiveStartKey")) {
      List<String> last = key(request.get("ExclusiveStartKey"));
      while (from < found.size() && !key(found.get(from)).equals(last)) {
        from++;
      }
      from = Math.min(from + 1, found.size());
    }
    int to = Math.min(found.size(), from + request.path("Limit").asInt(40));
    ObjectNode answer = JSON.objectNode();
    ArrayNode list = answer.putArray("Items");
    found.subList(from, to).forEach(list::add);
    if (to < found.size()) {
      JsonNode last = found.get(to - 1);
      ObjectNode key = answer.putObject("LastEvaluatedKey");
      key.set(hash, last.get(hash));
      key.set(range, last.get(range));
      if (byIndex) {
        key.set(indexed, last.get(indexed));
      }
    }
    return answer;
  }

  JsonNode scan(JsonNode request) {
    ObjectNode answer = JSON.objectNode();
    ArrayNode list = answer.putArray("Items");
    items.values().stream().limit(request.get("Limit").asInt()).forEach(list::add);
    return answer;
  }
}
