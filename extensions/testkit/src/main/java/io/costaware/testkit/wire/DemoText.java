package io.costaware.testkit.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Plausible answers without a model: words and token counts that depend on the seed and on what was
 * asked, and on nothing else. Immutable.
 */
record DemoText(int input, int output, boolean cutShort, List<String> deltas) {

  private static final List<String> SENTENCES =
      List.of(
          "The request was read and this is what follows from it.",
          "Most of the cost lies in the answer, not in the question.",
          "A shorter prompt would have led to the same result.",
          "The figures for the last quarter agree with the plan.",
          "Two of the three cases need no further work.",
          "The customer asked for a refund and has received it.",
          "Please check the third paragraph before it is sent.",
          "The summary keeps names, dates and amounts as they are.");

  private static final int CHARACTERS_PER_TOKEN = 4;

  /** An image or another medium counts as so many tokens, however many bytes it has. */
  private static final int TOKENS_OF_A_MEDIUM = 258;

  /**
   * An answer to a request.
   *
   * @param limit the output limit of the request; 0 when it sets none
   */
  static DemoText answer(long seed, JsonNode request, int limit) {
    int input = tokensOf(request);
    long mixed = mix(seed ^ (31L * characters(request)));
    int wanted = 12 + (int) Math.floorMod(mixed, 180L);
    boolean cut = limit > 0 && wanted > limit;
    int output = cut ? limit : wanted;
    return new DemoText(input, output, cut, words(mixed, output));
  }

  /** Estimated tokens of everything that a request says, at least 1. */
  static int tokensOf(JsonNode request) {
    return Math.max(1, characters(request) / CHARACTERS_PER_TOKEN);
  }

  /** A vector of so many values between -1 and 1 that belongs to the text alone. */
  static float[] vector(long seed, String text, int dimensions) {
    var values = new float[dimensions];
    long state = seed ^ text.hashCode();
    for (int i = 0; i < dimensions; i++) {
      state = mix(state + i);
      values[i] = Math.floorMod(state, 2001) / 1000f - 1f;
    }
    return values;
  }

  String text() {
    return String.join("", deltas);
  }

  private static int characters(JsonNode node) {
    if (node.isTextual()) {
      return node.textValue().length();
    }
    int sum = 0;
    for (JsonNode element : node) {
      if (node.isArray()) {
        sum += characters(element);
      }
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      sum += characters(field.getKey(), field.getValue());
    }
    return sum;
  }

  private static int characters(String name, JsonNode value) {
    return switch (name) {
      case "bytes", "data" -> TOKENS_OF_A_MEDIUM * CHARACTERS_PER_TOKEN;
      case "body" -> value.isTextual() ? characters(nested(value)) : characters(value);
      // These steer the call and are no part of what the model reads.
      case "requestMetadata", "labels", "serviceTier", "inferenceConfig", "generationConfig" -> 0;
      default -> characters(value);
    };
  }

  /** CountTokens carries the body of InvokeModel as base64. */
  private static JsonNode nested(JsonNode base64) {
    try {
      return Json.readLeniently(base64.binaryValue());
    } catch (IOException e) {
      return base64;
    }
  }

  private static List<String> words(long mixed, int tokens) {
    var text = new StringBuilder();
    int next = (int) Math.floorMod(mixed >>> 16, (long) SENTENCES.size());
    while (text.length() < tokens * CHARACTERS_PER_TOKEN) {
      text.append(text.isEmpty() ? "" : " ").append(SENTENCES.get(next));
      next = (next + 1) % SENTENCES.size();
    }
    text.setLength(tokens * CHARACTERS_PER_TOKEN);
    var deltas = new ArrayList<String>();
    int step = Math.max(CHARACTERS_PER_TOKEN, text.length() / 6);
    for (int from = 0; from < text.length(); from += step) {
      deltas.add(text.substring(from, Math.min(text.length(), from + step)));
    }
    return deltas;
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
