package io.costaware.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** The one prompt of every call, and its answer as each provider writes it. */
final class Answers {
  /** Some 220 characters. */
  static final String PROMPT =
      "Summarise the following note of a support agent in three short sentences for the customer,"
          + " without internal names or ticket numbers: the parcel left Hamburg on Tuesday and was"
          + " scanned in Leipzig, where it missed its van.";

  /** Some 340 characters. */
  static final String TEXT =
      "Your parcel left Hamburg on Tuesday and reached our sorting centre in Leipzig on the same"
          + " evening. There it missed the van that should have brought it to you, so it has to wait"
          + " for the next one. We are sorry for the delay and expect to deliver it within the next"
          + " two working days; you need not do anything until then, and we will write again.";

  static final int INPUT_TOKENS = 61;
  static final int OUTPUT_TOKENS = 83;

  private static final int DELTAS = 10;

  /** The body of an answer to {@code converse}. */
  static final byte[] CONVERSE =
      """
      {"metrics":{"latencyMs":812},"output":{"message":{"content":[{"text":"%s"}],\
      "role":"assistant"}},"stopReason":"end_turn","usage":{"inputTokens":%d,"outputTokens":%d,\
      "totalTokens":%d}}"""
          .formatted(TEXT, INPUT_TOKENS, OUTPUT_TOKENS, INPUT_TOKENS + OUTPUT_TOKENS)
          .getBytes(UTF_8);

  /** The body of an answer to {@code generateContent}. */
  static final byte[] GENERATE =
      """
      {"candidates":[{"content":{"role":"model","parts":[{"text":"%s"}]},"finishReason":"STOP"}],\
      "usageMetadata":{"promptTokenCount":%d,"candidatesTokenCount":%d,"totalTokenCount":%d,\
      "trafficType":"ON_DEMAND"},"modelVersion":"%s","responseId":"r-1"}"""
          .formatted(
              TEXT, INPUT_TOKENS, OUTPUT_TOKENS, INPUT_TOKENS + OUTPUT_TOKENS, Setting.VERTEX_MODEL)
          .getBytes(UTF_8);

  private Answers() {}

  /** The frames of an answer to {@code converseStream}, each in a buffer of its own. */
  static List<ByteBuffer> converseStream() {
    List<ByteBuffer> frames = new ArrayList<>();
    frames.add(event("messageStart", "{\"role\":\"assistant\"}"));
    int step = TEXT.length() / DELTAS;
    for (int i = 0; i < DELTAS; i++) {
      String part = TEXT.substring(i * step, i == DELTAS - 1 ? TEXT.length() : (i + 1) * step);
      frames.add(
          event(
              "contentBlockDelta",
              "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"" + part + "\"}}"));
    }
    frames.add(event("contentBlockStop", "{\"contentBlockIndex\":0}"));
    frames.add(event("messageStop", "{\"stopReason\":\"end_turn\"}"));
    frames.add(
        event(
            "metadata",
            "{\"metrics\":{\"latencyMs\":812},\"usage\":{\"inputTokens\":"
                + INPUT_TOKENS
                + ",\"outputTokens\":"
                + OUTPUT_TOKENS
                + ",\"totalTokens\":"
                + (INPUT_TOKENS + OUTPUT_TOKENS)
                + "}}"));
    return frames;
  }

  private static ByteBuffer event(String type, String payload) {
    Map<String, HeaderValue> headers =
        Map.of(
            ":message-type", HeaderValue.fromString("event"),
            ":event-type", HeaderValue.fromString(type),
            ":content-type", HeaderValue.fromString("application/json"));
    return new Message(headers, payload.getBytes(UTF_8)).toByteBuffer();
  }

  /** Fails unless the text is the expected one, so that no variant gets away with less work. */
  static void check(@Nullable String text) {
    if (!TEXT.equals(text)) {
      throw new IllegalStateException("Another answer came than was sent: " + text);
    }
  }
}
