package io.costaware.bedrock.converse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.document.Document;

/** JSON in Jackson's trees and in the SDK's documents, in both directions and without loss. */
final class JsonDocuments {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonDocuments() {}

  static Document document(JsonNode node) {
    if (node.isObject()) {
      return document(fields(node));
    }
    if (node.isArray()) {
      List<Document> elements = new ArrayList<>(node.size());
      node.forEach(element -> elements.add(document(element)));
      return Document.fromList(elements);
    }
    if (node.isTextual()) {
      return Document.fromString(node.textValue());
    }
    if (node.isBoolean()) {
      return Document.fromBoolean(node.booleanValue());
    }
    if (node.isIntegralNumber()) {
      return Document.fromNumber(node.bigIntegerValue());
    }
    return node.isNumber() ? Document.fromNumber(node.decimalValue()) : Document.fromNull();
  }

  static Document document(Map<String, JsonNode> fields) {
    Map<String, Document> map = new LinkedHashMap<>();
    fields.forEach((name, value) -> map.put(name, document(value)));
    return Document.fromMap(map);
  }

  private static Map<String, JsonNode> fields(JsonNode object) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    return fields;
  }

  static JsonNode node(@Nullable Document document) {
    if (document == null || document.isNull()) {
      return NODES.nullNode();
    }
    if (document.isMap()) {
      ObjectNode object = NODES.objectNode();
      document.asMap().forEach((name, value) -> object.set(name, node(value)));
      return object;
    }
    if (document.isList()) {
      ArrayNode array = NODES.arrayNode();
      document.asList().forEach(element -> array.add(node(element)));
      return array;
    }
    if (document.isBoolean()) {
      return NODES.booleanNode(document.asBoolean());
    }
    return document.isNumber()
        ? number(document.asNumber().bigDecimalValue())
        : NODES.textNode(document.asString());
  }

  /** As a parser would read it, so that equal numbers make equal trees. */
  private static JsonNode number(BigDecimal number) {
    if (number.scale() > 0) {
      return NODES.numberNode(number);
    }
    BigInteger whole = number.toBigIntegerExact();
    if (whole.bitLength() < Integer.SIZE) {
      return NODES.numberNode(whole.intValue());
    }
    return whole.bitLength() < Long.SIZE
        ? NODES.numberNode(whole.longValue())
        : NODES.numberNode(whole);
  }
}
