package io.costaware.vertex.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Tells a listener of a tap what stands in an answer that was read already, as if its bytes came.
 *
 * <p>Safe for use by many threads.
 */
final class JsonWalk {
  private final JsonTap.Listener listener;

  private JsonWalk(JsonTap.Listener listener) {
    this.listener = listener;
  }

  /** Goes through one object; its context is {@code top}. */
  static void through(JsonNode object, int top, JsonTap.Listener listener) {
    new JsonWalk(listener).container(object, top, 1);
    listener.end();
  }

  private void container(JsonNode node, int context, int depth) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        child(field.getValue(), context, field.getKey(), depth);
      }
    } else {
      for (JsonNode element : node) {
        child(element, context, "", depth);
      }
    }
    listener.leave(context);
  }

  private void child(JsonNode node, int context, String key, int depth) {
    if (node.isContainerNode()) {
      int entered = listener.enter(context, key);
      if (entered > 0 && depth < JsonTap.MOST_DEPTH) {
        container(node, entered, depth + 1);
      }
      return;
    }
    switch (listener.wants(context, key)) {
      case TEXT -> {
        String text = node.asText();
        boolean whole = text.length() <= JsonTap.MOST_TEXT;
        listener.value(context, key, whole ? text : text.substring(0, JsonTap.MOST_TEXT));
      }
      case LENGTH -> {
        if (node.isTextual()) {
          int bytes = node.textValue().getBytes(StandardCharsets.UTF_8).length;
          listener.length(context, key, bytes);
        }
      }
      case PIECES -> {
        byte[] bytes = node.asText().getBytes(StandardCharsets.UTF_8);
        listener.piece(context, key, bytes, 0, bytes.length);
      }
      case NOTHING -> {}
    }
  }
}
