package io.costaware.testkit.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The {@code usageMetadata} of a Gemini answer: counts by wire name, and their split by modality.
 * Immutable.
 */
record GeminiTokens(Map<String, Integer> counts, Map<String, Map<String, Integer>> details) {

  static GeminiTokens of(int prompt, int candidates) {
    return new GeminiTokens(Map.of(), Map.of())
        .count("promptTokenCount", prompt)
        .count("candidatesTokenCount", candidates);
  }

  GeminiTokens count(String field, int count) {
    var next = new LinkedHashMap<>(counts);
    next.put(field, count);
    return new GeminiTokens(next, details);
  }

  GeminiTokens without(String field) {
    var next = new LinkedHashMap<>(counts);
    next.remove(field);
    return new GeminiTokens(next, details);
  }

  GeminiTokens detail(String field, String modality, int count) {
    var split = new LinkedHashMap<>(details.getOrDefault(field, Map.of()));
    split.put(modality, count);
    var next = new LinkedHashMap<>(details);
    next.put(field, split);
    return new GeminiTokens(counts, next);
  }

  void writeTo(ObjectNode usage) {
    counts.forEach(usage::put);
    if (!counts.containsKey("totalTokenCount")) {
      // Cached tokens are a part of the prompt, the other counts stand beside each other.
      int cached = counts.getOrDefault("cachedContentTokenCount", 0);
      int all = counts.values().stream().mapToInt(Integer::intValue).sum();
      usage.put("totalTokenCount", all - cached);
    }
    details.forEach(
        (field, split) -> {
          ArrayNode list = usage.putArray(field);
          split.forEach(
              (modality, count) ->
                  list.addObject().put("modality", modality).put("tokenCount", count));
        });
  }
}
