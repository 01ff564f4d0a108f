package io.costaware.vertex.usage;

import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.event.Outcome.Knowledge;
import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.util.OptionalLong;

/**
 * Recorded speech recognition, billed by the second: as the answer says, or else by the length of
 * the audio that was sent.
 *
 * <p>Safe for use by many threads.
 */
final class SpeechRecord {
  private SpeechRecord() {}

  static Reading of(JsonNode response, RequestFacts facts, boolean answered) {
    if (response.has("error")) {
      return Reading.without(Knowledge.NOTHING);
    }
    OptionalLong seconds = seconds("totalBilledTime", response.path("totalBilledTime"));
    if (seconds.isEmpty()) {
      JsonNode metadata = response.path("metadata");
      seconds = seconds("metadata.totalBilledDuration", metadata.path("totalBilledDuration"));
    }
    RawUsage raw =
        seconds.isEmpty()
            ? RawUsage.none()
            : RawUsage.builder().put("totalBilledTime", seconds.getAsLong()).build();
    if (seconds.isEmpty() && answered) {
      seconds = facts.count("durationSeconds");
    }
    if (seconds.isEmpty()) {
      return Reading.without(Knowledge.NOTHING);
    }
    Usage usage = Usage.builder().add(Meter.INPUT_AUDIO_SECOND, seconds.getAsLong()).build();
    return Reading.of(Knowledge.WHOLE, usage, raw);
  }

  /** A length of time such as {@code 14.5s} or 14.5, begun seconds counted whole. */
  static OptionalLong seconds(String field, JsonNode node) {
    if (!node.isTextual()) {
      return RequestFacts.count(field, node);
    }
    String text = node.asText().strip();
    Long seconds =
        Counts.roundedUp(text.endsWith("s") ? text.substring(0, text.length() - 1) : text);
    if (seconds == null) {
      throw new CountFault(field, text).thrown();
    }
    return OptionalLong.of(seconds);
  }
}
