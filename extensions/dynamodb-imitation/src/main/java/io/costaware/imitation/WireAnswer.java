package io.costaware.imitation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the local server answers. */
record WireAnswer(int status, JsonNode body) {
  static WireAnswer of(JsonNode body) {
    return new WireAnswer(200, body);
  }

  static WireAnswer fault(String code, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("__type", "com.amazonaws.dynamodb.v20120810#" + code);
    body.put("message", message);
    return new WireAnswer(400, body);
  }
}
