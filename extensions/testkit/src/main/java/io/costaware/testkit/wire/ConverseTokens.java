package io.costaware.testkit.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code usage} of a Converse answer; cache counts that are null are left out. Immutable. */
record ConverseTokens(
    int input,
    int output,
    @Nullable Integer cacheRead,
    @Nullable Integer cacheWrite,
    Map<String, Integer> writesByTtl) {

  static ConverseTokens of(int input, int output) {
    return new ConverseTokens(input, output, null, null, Map.of());
  }

  ConverseTokens inputOutput(int nextInput, int nextOutput) {
    return new ConverseTokens(nextInput, nextOutput, cacheRead, cacheWrite, writesByTtl);
  }

  ConverseTokens cacheRead(int count) {
    return new ConverseTokens(input, output, count, cacheWrite, writesByTtl);
  }

  ConverseTokens cacheWrite(int count) {
    return new ConverseTokens(input, output, cacheRead, count, writesByTtl);
  }

  ConverseTokens cacheWrite(String ttl, int count) {
    var split = new LinkedHashMap<>(writesByTtl);
    split.merge(ttl, count, Integer::sum);
    return new ConverseTokens(input, output, cacheRead, orZero(cacheWrite) + count, split);
  }

  ObjectNode json() {
    ObjectNode usage = Json.object().put("inputTokens", input).put("outputTokens", output);
    if (cacheRead != null) {
      usage.put("cacheReadInputTokens", cacheRead);
    }
    if (cacheWrite != null) {
      usage.put("cacheWriteInputTokens", cacheWrite);
    }
    if (!writesByTtl.isEmpty()) {
      ArrayNode details = usage.putArray("cacheDetails");
      writesByTtl.forEach(
          (ttl, count) -> details.addObject().put("ttl", ttl).put("inputTokens", count));
    }
    // The total holds the cache tokens that the input count leaves out.
    return usage.put("totalTokens", input + output + orZero(cacheRead) + orZero(cacheWrite));
  }

  private static int orZero(@Nullable Integer count) {
    return count == null ? 0 : count;
  }
}
