package io.costaware.bedrock.usage;

import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.recorded.RecordedCall;
import io.costaware.target.Operation;
import io.costaware.target.ServiceTier;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the tier that served a recorded call: the answer's word, its headers', the request's. */
final class RecordedTier {
  /** The OpenAI way to leave the choice to the provider, which is no tier. */
  private static final String AUTO = "auto";

  private final RecordedCall call;
  private @Nullable String tier;
  private @Nullable String latency;

  RecordedTier(RecordedCall call) {
    this.call = call;
    JsonNode answer = call.response();
    told(
        ConverseJson.or(ConverseJson.word(answer.path("serviceTier"), "type"), null),
        ConverseJson.or(ConverseJson.word(answer.path("performanceConfig"), "latency"), null));
    told(ConverseJson.or(answer.path("service_tier"), null), null);
    if (call.header(BedrockTiers.TIER_HEADER) == null) {
      // Claude's own body tells it beside its counts.
      told(ConverseJson.or(answer.path("usage").path("service_tier"), null), null);
    }
  }

  /** Takes what a part of the answer tells; null where it tells nothing. */
  void told(@Nullable String servedTier, @Nullable String servedLatency) {
    if (servedTier != null && !servedTier.equals(AUTO)) {
      tier = servedTier;
    }
    if (servedLatency != null) {
      latency = servedLatency;
    }
  }

  ServiceTier served() {
    if (call.operation() == Operation.BATCH) {
      return ServiceTier.BATCH;
    }
    JsonNode request = call.request();
    String askedTier =
        ConverseJson.or(
            ConverseJson.word(request.path("serviceTier"), "type"),
            ConverseJson.or(request.path("service_tier"), sent(BedrockTiers.TIER_HEADER)));
    String askedLatency =
        ConverseJson.or(
            ConverseJson.word(request.path("performanceConfig"), "latency"),
            sent(BedrockTiers.LATENCY_HEADER));
    ServiceTier asked =
        BedrockTiers.requested(AUTO.equals(askedTier) ? null : askedTier, askedLatency);
    ServiceTier served =
        BedrockTiers.served(
            tier == null ? call.header(BedrockTiers.TIER_HEADER) : tier,
            latency == null ? call.header(BedrockTiers.LATENCY_HEADER) : latency,
            asked);
    return served == null ? asked : served;
  }

  /**
   * The value of a header of the request, which is kept by its name, as a name and a value, as a
   * pair or in one line.
   */
  private @Nullable String sent(String name) {
    return sent(call.request().path("header"), name);
  }

  private static @Nullable String sent(JsonNode header, String name) {
    if (header.isTextual()) {
      String line = header.asText();
      int colon = line.indexOf(':');
      boolean named = colon > 0 && line.substring(0, colon).strip().equalsIgnoreCase(name);
      return named ? line.substring(colon + 1).strip() : null;
    }
    if (header.size() == 2
        && header.path(0).asText("").equalsIgnoreCase(name)
        && header.path(1).isTextual()) {
      return header.path(1).asText();
    }
    if (header.path("name").asText("").equalsIgnoreCase(name)) {
      return ConverseJson.or(header.path("value"), null);
    }
    for (Map.Entry<String, JsonNode> field : header.properties()) {
      if (field.getKey().equalsIgnoreCase(name)) {
        return ConverseJson.or(field.getValue(), null);
      }
    }
    if (header.isArray()) {
      for (JsonNode one : header) {
        String value = sent(one, name);
        if (value != null) {
          return value;
        }
      }
    }
    return null;
  }
}
