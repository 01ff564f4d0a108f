package io.costaware.cli.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Set;

/** Cuts a logged body down to what carries usage, so that a window of many records stays small. */
final class LogBody {
  private static final int LONGEST_WORD = 256;
  private static final int LONGEST_VECTOR = 64;

  /** A text or an image was there; what it said does not matter. */
  private static final TextNode SOMETHING = TextNode.valueOf("-");

  /** What was said, in the forms of all families: it never carries usage. */
  private static final Set<String> TALK =
      Set.of("messages", "system", "toolConfig", "tools", "guardrailConfig", "toolChoice");

  private LogBody() {}

  /** What is left of a request. */
  static JsonNode ofRequest(JsonNode body) {
    return body.isObject() ? without((ObjectNode) body, TALK) : MissingNode.getInstance();
  }

  /** What is left of an answer; its texts are cut down, its structure stays. */
  static JsonNode ofAnswer(JsonNode body) {
    return body.isContainerNode() ? small(body) : MissingNode.getInstance();
  }

  private static ObjectNode without(ObjectNode object, Set<String> dropped) {
    ObjectNode rest = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!dropped.contains(field.getKey())) {
        rest.set(field.getKey(), small(field.getValue()));
      }
    }
    return rest;
  }

  private static JsonNode small(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return without(object, Set.of());
    }
    if (node instanceof ArrayNode array) {
      ArrayNode rest = JsonNodeFactory.instance.arrayNode();
      boolean vector = array.size() > LONGEST_VECTOR && array.get(0).isNumber();
      if (!vector) {
        array.forEach(element -> rest.add(small(element)));
      }
      return rest;
    }
    return node.isTextual() && node.textValue().length() > LONGEST_WORD ? SOMETHING : node;
  }
}
