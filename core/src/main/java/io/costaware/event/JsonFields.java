package io.costaware.event;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.money.Money;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object and where it stands, for errors that name the field and never its
 * value.
 */
final class JsonFields {
  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  /**
   * Neither exponents nor signs of plus: a short text must not stand for a gigabyte of zeros. Each
   * discount on a discount makes a price finer by up to eight places.
   */
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,1000})?");

  private final JsonNode node;
  private final String path;

  JsonFields(JsonNode node, String path) {
    this.node = node;
    this.path = path;
  }

  /** In UTC with milliseconds, and with more digits only where it has them. */
  static String moment(Instant instant) {
    return instant.equals(instant.truncatedTo(ChronoUnit.MILLIS))
        ? MILLIS.format(instant)
        : instant.toString();
  }

  static void writeText(JsonGenerator json, String name, @Nullable String text) throws IOException {
    if (text != null) {
      json.writeStringField(name, text);
    }
  }

  static void writeMoment(JsonGenerator json, String name, @Nullable Instant instant)
      throws IOException {
    if (instant != null) {
      json.writeStringField(name, moment(instant));
    }
  }

  static void writeTexts(JsonGenerator json, String name, Collection<String> texts)
      throws IOException {
    if (!texts.isEmpty()) {
      json.writeArrayFieldStart(name);
      for (String text : texts) {
        json.writeString(text);
      }
      json.writeEndArray();
    }
  }

  String text(String name) {
    String text = textOrNull(name);
    if (text == null) {
      throw damaged(name, "is missing");
    }
    return text;
  }

  @Nullable String textOrNull(String name) {
    JsonNode value = find(name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      throw damaged(name, "is no text");
    }
    return value.textValue();
  }

  <T> T parse(String name, Function<String, T> parser) {
    return convert(name, text(name), parser);
  }

  <T> @Nullable T parseOrNull(String name, Function<String, T> parser) {
    String text = textOrNull(name);
    return text == null ? null : convert(name, text, parser);
  }

  private <T> T convert(String name, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (RuntimeException e) {
      // Not as a cause: its message quotes the text.
      throw damaged(name, "cannot be read");
    }
  }

  <E extends Enum<E>> E choice(String name, Class<E> type) {
    return parse(name, text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
  }

  Money money(String name, Currency currency) {
    Money money = moneyOrNull(name, currency);
    if (money == null) {
      throw damaged(name, "is missing");
    }
    return money;
  }

  @Nullable Money moneyOrNull(String name, Currency currency) {
    String text = textOrNull(name);
    if (text == null) {
      return null;
    }
    if (!DECIMAL.matcher(text).matches()) {
      throw damaged(name, "is no decimal number");
    }
    return Money.of(text, currency.getCurrencyCode());
  }

  Currency currency(String name) {
    return parse(name, Currency::getInstance);
  }

  boolean has(String name) {
    return find(name) != null;
  }

  long number(String name) {
    JsonNode value = find(name);
    if (value == null) {
      throw damaged(name, "is missing");
    }
    return integer(name, value);
  }

  int smallNumber(String name) {
    long number = number(name);
    if ((int) number != number) {
      throw damaged(name, "is too large");
    }
    return (int) number;
  }

  private long integer(String name, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw damaged(name, "is no integer within 64 bits");
    }
    return value.longValue();
  }

  boolean flag(String name) {
    JsonNode value = find(name);
    if (value == null || !value.isBoolean()) {
      throw damaged(name, "is neither true nor false");
    }
    return value.booleanValue();
  }

  JsonFields object(String name) {
    JsonFields object = objectOrNull(name);
    if (object == null) {
      throw damaged(name, "is missing");
    }
    return object;
  }

  @Nullable JsonFields objectOrNull(String name) {
    JsonNode value = find(name);
    if (value == null) {
      return null;
    }
    if (!value.isObject()) {
      throw damaged(name, "is no object");
    }
    return new JsonFields(value, path + name + ".");
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array(name)) {
      if (!element.isTextual()) {
        throw damaged(name, "holds something that is no text");
      }
      texts.add(element.textValue());
    }
    return List.copyOf(texts);
  }

  List<JsonFields> objects(String name) {
    List<JsonFields> objects = new ArrayList<>();
    for (JsonNode element : array(name)) {
      if (!element.isObject()) {
        throw damaged(name, "holds something that is no object");
      }
      objects.add(new JsonFields(element, path + name + "[" + objects.size() + "]."));
    }
    return objects;
  }

  private Iterable<JsonNode> array(String name) {
    JsonNode value = find(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      throw damaged(name, "is no array");
    }
    return value;
  }

  /** The names in this object, in their order. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      names.add(property.getKey());
    }
    return names;
  }

  private @Nullable JsonNode find(String name) {
    JsonNode value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /** What is wrong with a field; says its place and never its value. */
  IllegalArgumentException damaged(String name, String fault) {
    return new IllegalArgumentException(
        "The event is damaged: field '" + path + name + "' " + fault);
  }
}
