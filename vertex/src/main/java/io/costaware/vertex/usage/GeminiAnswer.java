package io.costaware.vertex.usage;

import io.costaware.usage.RawUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.Set;
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

  /** Tokens that predict reports, summed over its predictions, as a raw count. */
  public static final String PREDICTED_TOKENS = "predictions.token_count";

  /** Images that predict delivered, as a raw count. */
  public static final String PREDICTED_IMAGES = "predictions.images";

  private static final int ROOT = 1;
  private static final int USAGE = 2;
  private static final int DETAILS = 3;
  private static final int DETAIL = 4;
  private static final int CANDIDATES = 5;
  private static final int CANDIDATE = 6;
  private static final int CONTENT = 7;
  private static final int PARTS = 8;
  private static final int PART = 9;
  private static final int GROUNDING = 10;
  private static final int QUERIES = 11;
  private static final int CHUNKS = 12;
  private static final int CHUNK = 13;
  private static final int ERROR = 14;
  private static final int PREDICTIONS = 15;
  private static final int PREDICTION = 16;
  private static final int EMBEDDINGS = 17;
  private static final int STATISTICS = 18;
  private static final int METADATA = 19;

  private final JsonTap tap;

  private RawUsage raw = RawUsage.none();
  private RawUsage.Builder fragment = RawUsage.builder();
  private String details = "";
  private String modality = "";
  private long modalityTokens;
  private boolean imageHere;
  private long images;
  private long predictedTokens = -1;
  private final Set<Integer> searches = new HashSet<>();

  private @Nullable String trafficType;
  private @Nullable String modelVersion;
  private @Nullable String responseId;
  private @Nullable String errorCode;
  private @Nullable String errorStatus;
  private boolean failed;
  private boolean finished;
  private boolean askedFunction;
  private long textBytes;

  private GeminiAnswer(boolean events) {
    this.tap = new JsonTap(new Reading(), events, ROOT);
  }

  /** An answer that comes as one JSON body. */
  public static GeminiAnswer ofBody() {
    return new GeminiAnswer(false);
  }

  /** An answer that comes as server-sent events. */
  public static GeminiAnswer ofEvents() {
    return new GeminiAnswer(true);
  }

  /** Takes the bytes from {@code start} up to but not with {@code end}. */
  public synchronized void feed(byte[] bytes, int start, int end) {
    tap.feed(bytes, start, end);
  }

  /** All counts so far, under the provider's own names; none if it has not counted yet. */
  public synchronized RawUsage raw() {
    return raw;
  }

  /** The provider's word for the traffic that served the call; null if it has not said. */
  public synchronized @Nullable String trafficType() {
    return trafficType;
  }

  /** The model that served the call; null if not said. */
  public synchronized @Nullable String modelVersion() {
    return modelVersion;
  }

  /** The provider's id of the answer; null if not said. */
  public synchronized @Nullable String responseId() {
    return responseId;
  }

  /**
   * The status and code of an error in place of an answer, for example {@code UNAVAILABLE 503};
   * without its message. Null if there was none.
   */
  public synchronized @Nullable String error() {
    if (!failed) {
      return null;
    }
    String status = errorStatus == null ? "error" : errorStatus;
    return errorCode == null ? status : status + " " + errorCode;
  }

  /** Whether a candidate said why it ended, or the prompt was blocked. */
  public synchronized boolean isFinished() {
    return finished;
  }

  /** Whether the model asked for a function to be called. */
  public synchronized boolean asksForFunction() {
    return askedFunction;
  }

  /** Bytes of answer text so far, JSON escapes counted as they stand. */
  public synchronized long textBytes() {
    return textBytes;
  }

  private static @Nullable Long number(String text) {
    try {
      return new BigDecimal(text).setScale(0, RoundingMode.CEILING).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }

  /** What a key means depends on where it stands; this is the map of an answer. */
  private final class Reading implements JsonTap.Listener {
    @Override
    public int enter(int context, String key) {
      return switch (context) {
        case ROOT -> enterRoot(key);
        case USAGE -> enterUsage(key);
        case DETAILS -> DETAIL;
        case CANDIDATES -> CANDIDATE;
        case CANDIDATE ->
            key.equals("content") ? CONTENT : key.equals("groundingMetadata") ? GROUNDING : 0;
        case CONTENT -> key.equals("parts") ? PARTS : 0;
        case PARTS -> PART;
        case PART -> enterPart(key);
        case GROUNDING ->
            key.equals("webSearchQueries") ? QUERIES : key.equals("groundingChunks") ? CHUNKS : 0;
        case CHUNKS -> CHUNK;
        case CHUNK -> enterChunk(key);
        case PREDICTIONS -> PREDICTION;
        case PREDICTION -> key.equals("embeddings") ? EMBEDDINGS : 0;
        case EMBEDDINGS -> key.equals("statistics") ? STATISTICS : 0;
        default -> 0;
      };
    }

    private int enterRoot(String key) {
      failed |= key.equals("error");
      finished |= key.equals("promptFeedback");
      return switch (key) {
        case "usageMetadata" -> USAGE;
        case "candidates" -> CANDIDATES;
        case "predictions" -> PREDICTIONS;
        case "metadata" -> METADATA;
        case "error" -> ERROR;
        default -> 0;
      };
    }

    private int enterUsage(String key) {
      details = key;
      return key.endsWith("Details") ? DETAILS : 0;
    }

    private int enterPart(String key) {
      askedFunction |= key.equals("functionCall");
      return 0;
    }

    private int enterChunk(String key) {
      if (key.equals("maps")) {
        fragment.put(MAPS_GROUNDED, 1);
      } else if (key.equals("web")) {
        fragment.put(WEB_GROUNDED, 1);
      }
      return 0;
    }

    @Override
    public JsonTap.Want wants(int context, String key) {
      return switch (context) {
        case ROOT ->
            key.equals("modelVersion") || key.equals("responseId")
                ? JsonTap.Want.TEXT
                : JsonTap.Want.NOTHING;
        case USAGE, DETAIL, QUERIES, STATISTICS, METADATA -> JsonTap.Want.TEXT;
        case ERROR ->
            key.equals("code") || key.equals("status") ? JsonTap.Want.TEXT : JsonTap.Want.NOTHING;
        case CANDIDATE -> key.equals("finishReason") ? JsonTap.Want.TEXT : JsonTap.Want.NOTHING;
        case PART -> key.equals("text") ? JsonTap.Want.LENGTH : JsonTap.Want.NOTHING;
        case PREDICTION ->
            key.equals("bytesBase64Encoded") || key.equals("gcsUri")
                ? JsonTap.Want.LENGTH
                : JsonTap.Want.NOTHING;
        default -> JsonTap.Want.NOTHING;
      };
    }

    @Override
    public void value(int context, String key, String value) {
      switch (context) {
        case ROOT -> root(key, value);
        case USAGE -> usage(key, value);
        case DETAIL -> detail(key, value);
        case CANDIDATE -> finished = true;
        case QUERIES -> searches.add(value.hashCode());
        case ERROR -> error(key, value);
        case STATISTICS -> statistic(key, value);
        case METADATA -> count("metadata." + key, value);
        default -> {}
      }
    }

    private void root(String key, String value) {
      if (key.equals("modelVersion")) {
        modelVersion = value;
      } else {
        responseId = value;
      }
    }

    private void usage(String key, String value) {
      if (key.equals("trafficType")) {
        trafficType = value;
      } else {
        count(key, value);
      }
    }

    private void count(String name, String value) {
      Long number = number(value);
      if (number != null) {
        fragment.put(name, number);
      }
    }

    private void detail(String key, String value) {
      if (key.equals("modality")) {
        modality = value;
      } else if (key.equals("tokenCount")) {
        Long number = number(value);
        modalityTokens = number == null ? 0 : number;
      }
    }

    private void error(String key, String value) {
      if (key.equals("code")) {
        errorCode = value;
      } else if (key.equals("status")) {
        errorStatus = value;
      }
    }

    private void statistic(String key, String value) {
      Long number = key.equals("token_count") || key.equals("tokenCount") ? number(value) : null;
      if (number != null) {
        predictedTokens = Math.max(0, predictedTokens) + number;
      }
    }

    @Override
    public void length(int context, String key, long bytes) {
      if (context == PART) {
        textBytes += bytes;
      } else if (context == PREDICTION && bytes > 0) {
        imageHere = true;
      }
    }

    @Override
    public void leave(int context) {
      if (context == DETAIL) {
        if (!modality.isEmpty()) {
          fragment.put(details + "." + modality, modalityTokens);
        }
        modality = "";
        modalityTokens = 0;
      } else if (context == PREDICTION) {
        images += imageHere ? 1 : 0;
        imageHere = false;
      }
    }

    @Override
    public void end() {
      if (!searches.isEmpty()) {
        fragment.put(SEARCHES, searches.size());
      }
      if (predictedTokens >= 0) {
        fragment.put(PREDICTED_TOKENS, predictedTokens);
      }
      if (images > 0) {
        fragment.put(PREDICTED_IMAGES, images);
      }
      raw = raw.merge(fragment.build());
      fragment = RawUsage.builder();
    }
  }
}
