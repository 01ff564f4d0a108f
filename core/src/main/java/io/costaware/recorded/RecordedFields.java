package io.costaware.recorded;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one recorded call: those that are known, as they come, and makes trees of the
 * provider's parts alone. What is wrong is judged when all is read, so that it can be told with the
 * line's id.
 */
final class RecordedFields {
  private static final int SHOWN = 60;

  private @Nullable String id;
  private @Nullable Word provider;
  private @Nullable Word model;
  private @Nullable Word operation;
  private @Nullable Word at;
  private @Nullable Word region;
  private @Nullable Word location;
  private @Nullable Word status;
  private @Nullable Word account;
  private JsonNode request = MissingNode.getInstance();
  private JsonNode response = MissingNode.getInstance();
  private JsonNode events = MissingNode.getInstance();
  private JsonNode headers = MissingNode.getInstance();
  private JsonNode tags = MissingNode.getInstance();

  private RecordedFields() {}

  /** The value of a field that must be a text: what it is, or that it is something else. */
  private record Word(String text, boolean textual, boolean container) {
    String shown() {
      return container ? "no text" : quoted(text);
    }
  }

  /** What a field says that makes the line useless. */
  private static final class WrongField extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String told;

    WrongField(String told) {
      super(told, null, false, false);
      this.told = told;
    }
  }

  /**
   * Reads a line.
   *
   * @throws IOException if it is no JSON
   */
  static RecordedLine read(long number, JsonParser json) throws IOException {
    JsonToken first = json.nextToken();
    if (first != JsonToken.START_OBJECT) {
      return new RecordedLine.Fault(
          number,
          null,
          null,
          "the line is no JSON object but " + kind(first) + "; write one object a line");
    }
    RecordedFields fields = new RecordedFields();
    fields.read(json);
    try {
      if (json.nextToken() != null) {
        throw new WrongField("the line goes on after its JSON object; write one object a line");
      }
      return new RecordedLine.Call(number, fields.call());
    } catch (WrongField wrong) {
      Word provider = fields.provider;
      return new RecordedLine.Fault(
          number,
          fields.id,
          provider != null && provider.textual() ? provider.text() : null,
          wrong.told);
    }
  }

  private static String kind(@Nullable JsonToken token) {
    if (token == null) {
      return "nothing";
    }
    return switch (token) {
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a text";
      case VALUE_NULL -> "null";
      case VALUE_TRUE, VALUE_FALSE -> "a truth value";
      default -> "a number";
    };
  }

  private void read(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      switch (name) {
        case "id" -> id = id(json);
        case "provider" -> provider = word(json);
        case "model" -> model = word(json);
        case "operation" -> operation = word(json);
        case "at" -> at = word(json);
        case "region" -> region = word(json);
        case "location" -> location = word(json);
        case "status" -> status = word(json);
        case "request" -> request = tree(json);
        case "response" -> response = tree(json);
        case "events" -> events = tree(json);
        case "headers" -> headers = tree(json);
        case "account" -> account = word(json);
        case "tags" -> tags = tree(json);
        default -> json.skipChildren();
      }
    }
  }

  private static @Nullable String id(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    return token.isScalarValue() ? json.getText() : json.readValueAsTree().toString();
  }

  private static @Nullable Word word(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (!token.isScalarValue()) {
      json.skipChildren();
      return new Word("", false, true);
    }
    return new Word(json.getText(), token == JsonToken.VALUE_STRING, false);
  }

  private static JsonNode tree(JsonParser json) throws IOException {
    TreeNode tree = json.readValueAsTree();
    return tree instanceof JsonNode node && !node.isNull() ? node : MissingNode.getInstance();
  }

  private RecordedCall call() {
    Provider provider = provider(required("provider", this.provider));
    String model = required("model", this.model);
    Operation operation = operation(provider, required("operation", this.operation));
    return new RecordedCall(
        id,
        provider,
        model,
        operation,
        millis(required("at", at)),
        place(provider),
        request,
        response,
        status(),
        headers(),
        events,
        account(),
        tags(tags));
  }

  private @Nullable String account() {
    Word told = account;
    boolean named =
        told != null
            && !told.container()
            && !told.text().isBlank()
            && (told.textual() || told.text().chars().allMatch(c -> c >= '0' && c <= '9'));
    return told != null && named ? told.text().strip() : null;
  }

  /** Other programs may write anything under that name, so what cannot be a tag is none. */
  static Tags tags(JsonNode object) {
    Map<String, String> tags = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String value = entry.getValue().textValue();
      if (value != null && isTag(entry.getKey(), value)) {
        tags.put(entry.getKey(), value);
      }
    }
    return Tags.of(tags);
  }

  private static boolean isTag(String key, String value) {
    try {
      return Tags.of(key, value).has(key);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String required(String name, @Nullable Word value) {
    if (value == null) {
      throw new WrongField("'" + name + "' is missing; every recorded call needs it");
    }
    if (!value.textual() || value.text().isBlank()) {
      throw new WrongField(
          "'" + name + "' is " + value.shown() + "; write a text that is not empty");
    }
    return value.text();
  }

  /** Enough of a value to find it; a value in the wrong field may be anything. */
  private static String quoted(String value) {
    return "'" + (value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...") + "'";
  }

  private static Provider provider(String id) {
    try {
      return Provider.of(id);
    } catch (IllegalArgumentException e) {
      throw new WrongField("'provider' is " + quoted(id) + "; use bedrock or vertex");
    }
  }

  private static Operation operation(Provider provider, String id) {
    try {
      return Operation.of(provider, id);
    } catch (IllegalArgumentException e) {
      throw new WrongField(
          "'operation' is "
              + quoted(id)
              + ", which is none of "
              + provider.id()
              + " that is known");
    }
  }

  /** A date stands for its midnight in UTC. */
  private static long millis(String at) {
    try {
      return instant(at).toEpochMilli();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new WrongField(
          "'at' is " + quoted(at) + "; write a date such as 2026-08-21 or 2026-08-21T09:30:00Z");
    }
  }

  static Instant instant(String at) {
    try {
      return RecordedMoment.parse(at);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          quoted(at) + " is no moment; write a date such as 2026-08-21 or 2026-08-21T09:30:00Z", e);
    }
  }

  private @Nullable String place(Provider provider) {
    Word own = provider == Provider.BEDROCK ? region : location;
    Word other = provider == Provider.BEDROCK ? location : region;
    String place = text(own) != null ? text(own) : text(other);
    return place == null || place.isBlank() ? null : place.strip();
  }

  private static @Nullable String text(@Nullable Word word) {
    return word != null && word.textual() ? word.text() : null;
  }

  private int status() {
    if (status == null) {
      return 0;
    }
    String text = status.text();
    if (text.equals("0") || (text.isBlank() && !status.container())) {
      return 0;
    }
    if (text.length() == 3 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Integer.parseInt(text);
    }
    throw new WrongField("'status' is " + status.shown() + "; write an HTTP status such as 429");
  }

  private Map<String, String> headers() {
    if (headers.isEmpty()) {
      return Map.of();
    }
    Map<String, String> byName = new HashMap<>();
    for (Map.Entry<String, JsonNode> header : headers.properties()) {
      JsonNode value = header.getValue();
      JsonNode first = value.isArray() ? value.path(0) : value;
      if (first.isValueNode() && !first.isNull()) {
        byName.put(header.getKey().toLowerCase(Locale.ROOT), first.asText());
      }
    }
    return byName;
  }
}
