package io.costaware.bedrock.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects numbers from JSON as it goes by, under dotted names. A count that is none ends a strict
 * reading with an error; a lenient one passes over it, because a live call must not fail for it.
 */
final class NumberReader {
  private final JsonParser parser;
  private final boolean strict;
  private final Map<String, Long> numbers = new LinkedHashMap<>();

  NumberReader(JsonParser parser, boolean strict) {
    this.parser = parser;
    this.strict = strict;
  }

  Map<String, Long> numbers() {
    return numbers;
  }

  /** Takes the current value as a count of that name; one that is no number is none. */
  void put(String name) throws IOException {
    Long count = whole(name);
    if (count != null) {
      numbers.put(name, count);
    }
  }

  /** Adds the current value to a count of that name. */
  void add(String name) throws IOException {
    Long count = whole(name);
    if (count != null && count >= 0) {
      add(name, count);
    }
  }

  void add(String name, long count) {
    numbers.merge(name, count, Math::addExact);
  }

  void put(String name, long count) {
    numbers.put(name, count);
  }

  /** All counts of this object, and of objects in it, under a prefix. */
  void putAll(String prefix) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value.isNumeric() || (value.isScalarValue() && CountNames.isCount(field))) {
        put(prefix + field);
      } else if (value == JsonToken.START_OBJECT) {
        putAll(prefix + field + ".");
      } else {
        parser.skipChildren();
      }
    }
  }

  /** Adds all counts of this object to those of other objects of its kind. */
  void addAll(String prefix) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value.isNumeric() || (value.isScalarValue() && CountNames.isCount(field))) {
        add(prefix + field);
      } else {
        parser.skipChildren();
      }
    }
  }

  /** How many elements this array has that are not null; a number stands for itself. */
  long elements(String name) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      Long count = parser.currentToken().isNumeric() ? whole(name) : null;
      parser.skipChildren();
      return count == null ? 0 : Math.max(0, count);
    }
    long count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.VALUE_NULL) {
        count++;
      }
      parser.skipChildren();
    }
    return count;
  }

  /** The current value; null if there is none or, for a lenient reader, none that a long holds. */
  private @Nullable Long whole(String name) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    Long count = token.isNumeric() ? begun() : null;
    if (strict && (count == null || count < 0)) {
      throw CountNames.none(name, parser.getText());
    }
    return count;
  }

  /** Under a guardrail Titan writes its counts with a decimal point. */
  private @Nullable Long begun() throws IOException {
    try {
      if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        return parser.getLongValue();
      }
      BigDecimal value = parser.getDecimalValue();
      return CountNames.isTooLong(value)
          ? null
          : Long.valueOf(value.setScale(0, RoundingMode.UP).longValueExact());
    } catch (InputCoercionException | ArithmeticException | NumberFormatException e) {
      return null;
    }
  }
}
