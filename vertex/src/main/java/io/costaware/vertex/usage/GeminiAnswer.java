package io.costaware.vertex.usage;

import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.usage.RawUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an answer from the bytes that have come so far: a whole JSON body, or
 * server-sent events. Counts of later events are laid over earlier ones field by field. Keeps
 * numbers and names, never text of the answer.
 *
 * <p>Safe for use by many threads.
 */
public final class GeminiAnswer {
  /** Distinct web searches, as a raw count. */
  public static final String SEARCHES = "groundingMetadata.webSearchQueries";

  /** Whether the answer is grounded in the web, as a raw count of 1. */
  public static final String WEB_GROUNDED = "groundingMetadata.web";

  /** Whether the answer is grounded in maps, as a raw count of 1. */
  public static final String MAPS_GROUNDED = "groundingMetadata.maps";

  /** Tokens that an embedding's statistics report, summed over all of them, as a raw count. */
  public static final String PREDICTED_TOKENS = "predictions.token_count";

  /** Images that predict delivered, as a raw count; zero if it says that it delivered none. */
  public static final String PREDICTED_IMAGES = "predictions.images";

  /** Images that were embedded, as a raw count. */
  public static final String EMBEDDED_IMAGES = "predictions.imageEmbedding";

  /** Seconds of video that were embedded, begun ones counted whole, as a raw count. */
  public static final String EMBEDDED_SECONDS = "predictions.videoEmbeddings";

  /** Characters that predict bills, as a raw count. */
  public static final String BILLED_CHARACTERS = "metadata.billableCharacterCount";

  private final GeminiReading reading = new GeminiReading();
  private final JsonTap tap;

  private GeminiAnswer(boolean events) {
    this.tap = new JsonTap(reading, events, GeminiReading.ROOT);
  }

  /** An answer that comes as one JSON body. */
  public static GeminiAnswer ofBody() {
    return new GeminiAnswer(false);
  }

  /** An answer that comes as server-sent events. */
  public static GeminiAnswer ofEvents() {
    return new GeminiAnswer(true);
  }

  /**
   * Takes the bytes from {@code start} up to but not with {@code end}.
   *
   * @return the offset behind the last whole event, or body, among them; -1 if none ended
   */
  public synchronized int feed(byte[] bytes, int start, int end) {
    return tap.feed(bytes, start, end);
  }

  /** Takes a whole answer, or a whole event of one, that was read already. */
  synchronized void take(JsonNode object) {
    JsonWalk.through(object, GeminiReading.ROOT, reading);
  }

  /** All counts so far, under the provider's own names; none if it has not counted yet. */
  public synchronized RawUsage raw() {
    return reading.raw;
  }

  /** Counts that are negative, or no number that a {@code long} holds; they are left out. */
  public synchronized List<CountFault> faults() {
    return List.copyOf(reading.faults);
  }

  /** The provider's word for the traffic that served the call; null if it has not said. */
  public synchronized @Nullable String trafficType() {
    return reading.trafficType;
  }

  /** The model that served the call; null if not said. */
  public synchronized @Nullable String modelVersion() {
    return reading.modelVersion;
  }

  /** The provider's id of the answer; null if not said. */
  public synchronized @Nullable String responseId() {
    return reading.responseId;
  }

  /**
   * The status and code of an error in place of an answer, for example {@code UNAVAILABLE 503};
   * without its message. Null if there was none.
   */
  public synchronized @Nullable String error() {
    if (!reading.failed) {
      return null;
    }
    String status = reading.errorStatus == null ? "error" : reading.errorStatus;
    return reading.errorCode == null ? status : status + " " + reading.errorCode;
  }

  /** Whether a candidate said why it ended, or the prompt was blocked. */
  public synchronized boolean isFinished() {
    return reading.finished;
  }

  /** Whether the model asked for a function to be called. */
  public synchronized boolean asksForFunction() {
    return reading.askedFunction;
  }

  /** Tokens of output so far, thoughts among them: told by the provider, or reckoned. */
  public synchronized long outputTokens() {
    return reading.output.tokens();
  }

  /** Whether the provider has told all of {@link #outputTokens}. */
  public synchronized boolean isOutputTold() {
    return reading.output.isReported();
  }

  /** Bytes of answer text so far, JSON escapes counted as they stand. */
  public synchronized long textBytes() {
    return reading.textBytes;
  }
}
