package io.costaware.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the fields of one recorded call. */
final class RecordedFields {
  private static final int SHOWN = 60;

  private final ObjectNode json;

  private RecordedFields(ObjectNode json) {
    this.json = json;
  }

  /** What a field says that makes the line useless. */
  private static final class WrongField extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongField(String message) {
      super(message, null, false, false);
    }
  }

  static RecordedLine read(long number, JsonNode json) {
    if (!(json instanceof ObjectNode object)) {
      String kind = json.isMissingNode() ? "nothing" : json.getNodeType().name();
      return new RecordedLine.Fault(
          number,
          null,
          null,
          "the line is no JSON object but "
              + kind.toLowerCase(Locale.ROOT)
              + "; write one object a line");
    }
    RecordedFields fields = new RecordedFields(object);
    try {
      return new RecordedLine.Call(number, fields.call());
    } catch (WrongField wrong) {
      return new RecordedLine.Fault(number, fields.id(), fields.text("provider"), told(wrong));
    }
  }

  private static String told(WrongField wrong) {
    String message = wrong.getMessage();
    return message == null ? "a field is wrong" : message;
  }

  private RecordedCall call() {
    Provider provider = provider(required("provider"));
    String model = required("model");
    Operation operation = operation(provider, required("operation"));
    return new RecordedCall(
        id(),
        provider,
        model,
        operation,
        millis(required("at")),
        place(provider),
        part("request"),
        part("response"),
        status(),
        headers(),
        part("events"),
        account(),
        tags(part("tags")));
  }

  private @Nullable String account() {
    JsonNode account = json.get("account");
    boolean told = account != null && (account.isTextual() || account.isIntegralNumber());
    return told && !account.asText().isBlank() ? account.asText().strip() : null;
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

  private @Nullable String id() {
    JsonNode id = json.get("id");
    return id == null || id.isNull() ? null : id.isValueNode() ? id.asText() : id.toString();
  }

  private @Nullable String text(String name) {
    JsonNode value = json.get(name);
    return value != null && value.isTextual() ? value.textValue() : null;
  }

  private String required(String name) {
    JsonNode value = json.get(name);
    if (value == null || value.isNull()) {
      throw new WrongField("'" + name + "' is missing; every recorded call needs it");
    }
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw new WrongField(
          "'" + name + "' is " + shown(value) + "; write a text that is not empty");
    }
    return value.textValue();
  }

  private static String shown(JsonNode value) {
    return value.isContainerNode() ? "no text" : quoted(value.asText());
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
    boolean bedrock = provider == Provider.BEDROCK;
    String own = text(bedrock ? "region" : "location");
    String place = own != null ? own : text(bedrock ? "location" : "region");
    return place == null || place.isBlank() ? null : place.strip();
  }

  private JsonNode part(String name) {
    JsonNode value = json.get(name);
    return value == null || value.isNull() ? MissingNode.getInstance() : value;
  }

  private int status() {
    JsonNode status = json.get("status");
    if (status == null || status.isNull()) {
      return 0;
    }
    if (status.isInt()) {
      return status.intValue();
    }
    String text = status.asText();
    if (text.length() == 3 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Integer.parseInt(text);
    }
    throw new WrongField("'status' is " + shown(status) + "; write an HTTP status such as 429");
  }

  private Map<String, String> headers() {
    JsonNode headers = json.get("headers");
    if (headers == null || headers.isEmpty()) {
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
