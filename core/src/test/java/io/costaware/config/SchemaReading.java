package io.costaware.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * As much of JSON Schema as the schemas of this project use. An unknown word is refused, so that
 * none is passed over.
 */
final class SchemaReading {
  private final JsonNode schema;

  SchemaReading(JsonNode schema) {
    this.schema = schema;
  }

  boolean accepts(JsonNode document) {
    return accepts(schema, document);
  }

  private boolean accepts(JsonNode rules, JsonNode value) {
    for (Map.Entry<String, JsonNode> rule : rules.properties()) {
      if (!holds(rule.getKey(), rule.getValue(), rules, value)) {
        return false;
      }
    }
    return true;
  }

  private boolean holds(String word, JsonNode rule, JsonNode rules, JsonNode value) {
    return switch (word) {
      case "$schema", "$defs", "title", "description" -> true;
      case "$ref" -> accepts(schema.at(rule.asText().substring(1)), value);
      case "type" -> isOf(rule.asText(), value);
      case "const" -> rule.equals(value);
      case "enum" -> contains(rule, value);
      case "oneOf" -> matching(rule, value) == 1;
      case "required" -> all(rule, name -> !value.isObject() || value.has(name.asText()));
      case "properties" ->
          rule.properties().stream()
              .allMatch(
                  one ->
                      !value.has(one.getKey()) || accepts(one.getValue(), value.get(one.getKey())));
      case "additionalProperties" -> others(rule, rules.path("properties"), value);
      case "items" -> !value.isArray() || all(value, one -> accepts(rule, one));
      case "minItems" -> !value.isArray() || value.size() >= rule.asInt();
      case "uniqueItems" -> !value.isArray() || distinct(value) == value.size();
      case "minLength" -> !value.isTextual() || value.asText().length() >= rule.asInt();
      case "maxLength" -> !value.isTextual() || value.asText().length() <= rule.asInt();
      case "pattern" ->
          !value.isTextual() || Pattern.compile(rule.asText()).matcher(value.asText()).find();
      case "minimum" -> !value.isNumber() || compare(value, rule) >= 0;
      case "exclusiveMinimum" -> !value.isNumber() || compare(value, rule) > 0;
      case "maximum" -> !value.isNumber() || compare(value, rule) <= 0;
      default -> throw new IllegalArgumentException("The schema's word '" + word + "' is unknown");
    };
  }

  private static int compare(JsonNode value, JsonNode rule) {
    BigDecimal number = value.decimalValue();
    return number.compareTo(rule.decimalValue());
  }

  private static boolean isOf(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      default -> throw new IllegalArgumentException("The schema's type '" + type + "' is unknown");
    };
  }

  private long matching(JsonNode all, JsonNode value) {
    long count = 0;
    for (JsonNode one : all) {
      count += accepts(one, value) ? 1 : 0;
    }
    return count;
  }

  private boolean others(JsonNode rule, JsonNode properties, JsonNode value) {
    for (Iterator<String> names = value.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      boolean fits = rule.isBoolean() ? rule.asBoolean() : accepts(rule, value.get(name));
      if (!properties.has(name) && !fits) {
        return false;
      }
    }
    return true;
  }

  private static boolean contains(JsonNode all, JsonNode value) {
    for (JsonNode one : all) {
      if (one.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static int distinct(JsonNode values) {
    Set<JsonNode> seen = new HashSet<>();
    values.forEach(seen::add);
    return seen.size();
  }

  private static boolean all(JsonNode values, java.util.function.Predicate<JsonNode> condition) {
    for (JsonNode one : values) {
      if (!condition.test(one)) {
        return false;
      }
    }
    return true;
  }
}
