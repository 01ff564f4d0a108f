package io.costaware.bedrock.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.costaware.recorded.RecordedAnswer;
import io.costaware.recorded.RecordedCall;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import io.costaware.usage.Usage;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads calls that are written down as JSON with single quotes. */
final class Recorded {
  static final String CLAUDE = "anthropic.claude-sonnet-4-6";

  private static final ObjectMapper JSON = new ObjectMapper();

  private Recorded() {}

  /** An answer of a model to an operation; the rest of the call stands in {@code fields}. */
  static RecordedAnswer answer(String operation, String model, String fields) {
    JsonNode call = json("{" + fields + "}");
    Map<String, String> headers = new HashMap<>();
    call.path("headers")
        .properties()
        .forEach(h -> headers.put(h.getKey().toLowerCase(Locale.ROOT), h.getValue().asText()));
    return new BedrockAnswers()
        .read(
            new RecordedCall(
                "test",
                Provider.BEDROCK,
                model,
                Operation.of(Provider.BEDROCK, operation),
                0,
                null,
                call.path("request"),
                call.path("response"),
                call.path("status").asInt(0),
                headers,
                call.path("events")));
  }

  static Usage usage(String operation, String model, String fields) {
    return answer(operation, model, fields).usage();
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
