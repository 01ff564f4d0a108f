package io.costaware.testkit.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** One block of a Converse answer, as a whole and as the events of a stream. Immutable. */
sealed interface ConverseBlock {

  /** The block as it stands in {@code output.message.content}. */
  ObjectNode whole();

  /** The start and delta events of the block, without its stop. */
  List<byte[]> events(int index);

  /** Text in one or more deltas. */
  record Text(List<String> deltas) implements ConverseBlock {

    @Override
    public ObjectNode whole() {
      return Json.object().put("text", String.join("", deltas));
    }

    @Override
    public List<byte[]> events(int index) {
      return deltas.stream().map(d -> delta(index, Json.object().put("text", d))).toList();
    }
  }

  /** A request for a tool; only this kind of block has a start event. */
  record ToolUse(String id, String name, JsonNode input) implements ConverseBlock {

    @Override
    public ObjectNode whole() {
      ObjectNode whole = Json.object();
      whole.putObject("toolUse").put("toolUseId", id).put("name", name).set("input", input);
      return whole;
    }

    @Override
    public List<byte[]> events(int index) {
      ObjectNode start = at(index);
      start.putObject("start").putObject("toolUse").put("toolUseId", id).put("name", name);
      ObjectNode part = Json.object();
      part.putObject("toolUse").put("input", input.toString());
      return List.of(EventStream.event("contentBlockStart", start), delta(index, part));
    }
  }

  /** Reasoning with its signature. */
  record Reasoning(String text, String signature) implements ConverseBlock {

    @Override
    public ObjectNode whole() {
      ObjectNode whole = Json.object();
      whole
          .putObject("reasoningContent")
          .putObject("reasoningText")
          .put("text", text)
          .put("signature", signature);
      return whole;
    }

    @Override
    public List<byte[]> events(int index) {
      var events = new ArrayList<byte[]>();
      events.add(delta(index, reasoning("text", text)));
      events.add(delta(index, reasoning("signature", signature)));
      return events;
    }

    private static ObjectNode reasoning(String field, String value) {
      ObjectNode part = Json.object();
      part.putObject("reasoningContent").put(field, value);
      return part;
    }
  }

  private static ObjectNode at(int index) {
    return Json.object().put("contentBlockIndex", index);
  }

  private static byte[] delta(int index, ObjectNode delta) {
    return EventStream.event("contentBlockDelta", at(index).set("delta", delta));
  }

  /** The event that ends a block. */
  static byte[] stop(int index) {
    return EventStream.event("contentBlockStop", at(index));
  }
}
