package io.costaware.bedrock.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the usage events of a speech session. Each tells what has come since the one before and
 * what there was in all, so totals are never added up: the largest counts, or else the sum of what
 * came.
 *
 * <p>For use by one thread.
 */
public final class SpeechUsage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] SIDES = {"input", "output"};
  private static final String[] KINDS = {"speechTokens", "textTokens"};

  private final Map<String, Map<String, Long>> sessions = new LinkedHashMap<>();
  private boolean split;
  private boolean seen;

  /** Nothing seen yet. */
  public SpeechUsage() {}

  /**
   * Takes an event as bytes; one that is no JSON is passed over.
   *
   * @throws IllegalArgumentException if a count is negative, too large, or no number
   */
  public void take(byte[] json) {
    try {
      take(JSON.readTree(json));
    } catch (IOException e) {
      // Whatever it is, it holds no numbers to read.
    }
  }

  /**
   * Takes an event, wrapped or not; one that is no usage event is passed over.
   *
   * @throws IllegalArgumentException if a count is negative, too large, or no number
   */
  void take(JsonNode event) {
    JsonNode inner = event.path("chunk").isObject() ? event.path("chunk") : event;
    inner = inner.path("event").isObject() ? inner.path("event") : inner;
    JsonNode usage = inner.path("usageEvent");
    if (!usage.isObject()) {
      return;
    }
    seen = true;
    Map<String, Long> numbers =
        sessions.computeIfAbsent(usage.path("sessionId").asText(""), id -> new LinkedHashMap<>());
    for (String side : SIDES) {
      for (String kind : KINDS) {
        String name = side + "." + kind;
        Long total = CountNames.of(usage.path("details").path("total").path(side), kind);
        if (total != null) {
          split = true;
          numbers.merge("total." + name, total, Math::max);
        }
        Long delta = CountNames.of(usage.path("details").path("delta").path(side), kind);
        if (delta != null) {
          split = true;
          numbers.merge("delta." + name, delta, Math::addExact);
        }
      }
    }
    for (String name : new String[] {"totalInputTokens", "totalOutputTokens"}) {
      Long total = CountNames.of(usage, name);
      if (total != null) {
        numbers.merge(name, total, Math::max);
      }
    }
  }

  /** Whether a usage event came. */
  public boolean seen() {
    return seen;
  }

  /** Whether speech and text were told apart. */
  public boolean isSplit() {
    return split;
  }

  /** The numbers of all sessions; there is one as a rule. */
  public RawUsage raw() {
    Map<String, Long> sums = new LinkedHashMap<>();
    for (Map<String, Long> session : sessions.values()) {
      session.forEach((name, count) -> sums.merge(name, count, Math::addExact));
    }
    RawUsage.Builder raw = RawUsage.builder();
    sums.forEach(raw::put);
    return raw.build();
  }

  /** The usage; of a session that tells speech and text apart nowhere, the tokens as text. */
  public Usage usage() {
    Usage.Builder usage = Usage.builder();
    for (Map<String, Long> session : sessions.values()) {
      if (split) {
        usage.add(Meter.INPUT_AUDIO, of(session, "input.speechTokens"));
        usage.add(Meter.INPUT, of(session, "input.textTokens"));
        usage.add(Meter.OUTPUT_AUDIO, of(session, "output.speechTokens"));
        usage.add(Meter.OUTPUT, of(session, "output.textTokens"));
      } else {
        usage.add(Meter.INPUT, session.getOrDefault("totalInputTokens", 0L));
        usage.add(Meter.OUTPUT, session.getOrDefault("totalOutputTokens", 0L));
      }
    }
    return usage.build();
  }

  private static long of(Map<String, Long> session, String name) {
    return Math.max(
        session.getOrDefault("total." + name, 0L), session.getOrDefault("delta." + name, 0L));
  }
}
