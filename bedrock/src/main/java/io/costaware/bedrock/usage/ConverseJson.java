package io.costaware.bedrock.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.costaware.usage.RawUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Restates the recorded JSON of Converse and of its stream as raw numbers, under the names that
 * {@link ConverseFields} gives those of the SDK's types.
 */
final class ConverseJson {
  private static final String INTERVENED = "guardrail_intervened";
  private static final List<String> COUNTS =
      List.of(
          "inputTokens",
          "outputTokens",
          "totalTokens",
          "cacheReadInputTokens",
          "cacheWriteInputTokens");

  private RawUsage raw = RawUsage.none();
  private long groundings;
  private boolean usageSeen;
  private boolean textSeen;
  private boolean intervened;
  private JsonNode guardrail = MissingNode.getInstance();
  private @Nullable String tier;
  private @Nullable String latency;
  private @Nullable String invokedModel;

  ConverseJson() {}

  /**
   * Takes an answer, or what stands in a stream's event.
   *
   * @throws IllegalArgumentException if a count is negative, too large, or no number
   */
  void take(JsonNode answer) {
    usage(answer.path("usage"));
    intervened |= answer.path("stopReason").asText("").equals(INTERVENED);
    if (answer.path("trace").path("guardrail").isObject()) {
      guardrail = answer.path("trace").path("guardrail");
    }
    invokedModel =
        or(answer.path("trace").path("promptRouter").path("invokedModelId"), invokedModel);
    tier = or(word(answer.path("serviceTier"), "type"), tier);
    latency = or(word(answer.path("performanceConfig"), "latency"), latency);
    for (JsonNode block : answer.path("output").path("message").path("content")) {
      textSeen |= !block.path("text").asText("").isEmpty();
      tool(block.path("toolUse"));
    }
    tool(answer.path("start").path("toolUse"));
    textSeen |= !answer.path("delta").path("text").asText("").isEmpty();
  }

  /** Takes an event of a stream, under its name or without. */
  void takeEvent(JsonNode event) {
    take(event);
    for (String name :
        new String[] {"metadata", "messageStop", "contentBlockStart", "contentBlockDelta"}) {
      if (event.path(name).isObject()) {
        take(event.path(name));
      }
    }
  }

  private void usage(JsonNode usage) {
    if (!usage.isObject()) {
      return;
    }
    RawUsage.Builder numbers = RawUsage.builder();
    for (String name : COUNTS) {
      Long count = CountNames.of(usage, name);
      // The wire carries the cache's counts under two names.
      count = count == null ? CountNames.of(usage, name.replace("Tokens", "TokenCount")) : count;
      if (count != null) {
        // A total alone does not say what it is the total of.
        usageSeen |= !name.equals("totalTokens");
        numbers.put(name, count);
      }
    }
    RawUsage.Builder details = RawUsage.builder();
    for (JsonNode detail : usage.path("cacheDetails")) {
      Long written = CountNames.of(detail, "inputTokens");
      if (written != null) {
        usageSeen = true;
        String name = "cacheDetails." + detail.path("ttl").asText("");
        details.put(name, Math.addExact(details.build().orZero(name), written));
      }
    }
    raw = BedrockUsage.mergeFragment(raw, numbers.build().merge(details.build()));
  }

  private void tool(JsonNode tool) {
    if (tool.path("name").asText("").equals("nova_grounding")
        && tool.path("type").asText("").equals("server_tool_use")) {
      groundings++;
    }
  }

  /** Whether a token usage was seen. */
  boolean usageSeen() {
    return usageSeen;
  }

  /** Whether the answer has text. */
  boolean textSeen() {
    return textSeen;
  }

  @Nullable String tier() {
    return tier;
  }

  @Nullable String latency() {
    return latency;
  }

  /** The model that a prompt router chose; null if there was none. */
  @Nullable String invokedModel() {
    return invokedModel;
  }

  /** The numbers so far. */
  RawUsage raw() {
    RawUsage.Builder more = RawUsage.builder();
    if (groundings > 0) {
      more.put(BedrockUsage.WEB_GROUNDING, groundings);
    }
    GuardrailUnits units = new GuardrailUnits();
    units.ofTrace(guardrail);
    units.putInto(more);
    if (blocksInput()) {
      more.put(BedrockUsage.INPUT_BLOCKED, 1);
    }
    return raw.merge(more.build());
  }

  /** Whether the guardrail stopped the call before the model had a say. */
  private boolean blocksInput() {
    if (!intervened || !guardrail.path("inputAssessment").isObject()) {
      return false;
    }
    for (JsonNode assessments : guardrail.path("outputAssessments")) {
      if (!assessments.isEmpty()) {
        return false;
      }
    }
    return guardrail.path("modelOutput").isEmpty();
  }

  /** A word that stands alone or in an object. */
  static JsonNode word(JsonNode node, String field) {
    return node.isObject() ? node.path(field) : node;
  }

  static @Nullable String or(JsonNode word, @Nullable String otherwise) {
    return word.isTextual() && !word.asText().isBlank() ? word.asText() : otherwise;
  }
}
