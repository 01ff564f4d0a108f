package io.costaware.vertex.usage;

import io.costaware.usage.OutputTally;
import io.costaware.usage.RawUsage;
import io.costaware.usage.TokenFamily;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The map of an answer: what a key means depends on where it stands.
 *
 * <p>For use by one thread.
 */
final class GeminiReading implements JsonTap.Listener {
  static final int ROOT = 1;
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
  private static final int VIDEOS = 20;
  private static final int VIDEO = 21;
  private static final int FUNCTION = 22;
  private static final int ARGUMENTS = 23;
  private static final int CODE = 24;
  private static final int MOST_FAULTS = 8;
  private static final String ANSWERED = "candidatesTokenCount";
  private static final String THOUGHT = "thoughtsTokenCount";

  RawUsage raw = RawUsage.none();
  final List<CountFault> faults = new ArrayList<>(0);
  @Nullable String trafficType;
  @Nullable String modelVersion;
  @Nullable String responseId;
  @Nullable String errorCode;
  @Nullable String errorStatus;
  boolean failed;
  boolean finished;
  boolean askedFunction;
  long textBytes;
  final OutputTally output = new OutputTally(TokenFamily.GEMINI);

  private RawUsage.Builder fragment = RawUsage.builder();
  private String list = "";
  private final Map<String, Long> modalities = new TreeMap<>();
  private final Map<String, Long> statistics = new TreeMap<>();
  private String modality = "";
  private long modalityTokens;

  private final PredictionTally predictions = new PredictionTally();

  private final Set<Long> searches = new HashSet<>();
  private final Set<Long> searchesHere = new HashSet<>();
  private boolean webHere;
  private boolean mapsHere;

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
      case FUNCTION -> key.equals("args") ? ARGUMENTS : 0;
      case ARGUMENTS -> named(key, ARGUMENTS);
      case GROUNDING -> enterGrounding(key);
      case CHUNKS -> CHUNK;
      case CHUNK -> enterChunk(key);
      case PREDICTIONS -> PREDICTION;
      case PREDICTION -> enterPrediction(key);
      case EMBEDDINGS -> key.isEmpty() ? EMBEDDINGS : key.equals("statistics") ? STATISTICS : 0;
      case STATISTICS -> enterStatistics(key);
      case VIDEOS -> VIDEO;
      default -> 0;
    };
  }

  private int enterRoot(String key) {
    failed |= key.equals("error");
    finished |= key.equals("promptFeedback");
    if (key.equals("predictions")) {
      predictions.begin();
    }
    return switch (key) {
      case "usageMetadata" -> USAGE;
      case "candidates" -> CANDIDATES;
      case "embedding", "embeddings" -> EMBEDDINGS;
      case "predictions" -> PREDICTIONS;
      case "metadata" -> METADATA;
      case "error" -> ERROR;
      default -> 0;
    };
  }

  private int enterUsage(String key) {
    if (!key.endsWith("Details")) {
      if (isCount(key)) {
        fault("usageMetadata." + key, "an object");
      }
      return 0;
    }
    return enterDetails(key);
  }

  /** A list that comes again replaces the earlier one as a whole. */
  private int enterDetails(String name) {
    list = name;
    modalities.clear();
    for (String known : raw.asMap().keySet()) {
      if (known.startsWith(name + ".")) {
        modalities.put(known.substring(name.length() + 1), 0L);
      }
    }
    return DETAILS;
  }

  private int enterStatistics(String key) {
    if (!key.equals("tokensDetails")) {
      return 0;
    }
    list = GeminiUsage.STATISTICS_DETAILS;
    return DETAILS;
  }

  private int enterPart(String key) {
    boolean function = key.equals("functionCall");
    askedFunction |= function;
    return function ? FUNCTION : key.equals("executableCode") ? CODE : 0;
  }

  /** The model has written the names in what it hands to a function, too. */
  private <T> T named(String key, T then) {
    output.text(key);
    return then;
  }

  private int enterGrounding(String key) {
    webHere |= key.equals("searchEntryPoint");
    return key.equals("webSearchQueries") ? QUERIES : key.equals("groundingChunks") ? CHUNKS : 0;
  }

  private int enterChunk(String key) {
    webHere |= key.equals("web");
    mapsHere |= key.equals("maps");
    return 0;
  }

  private int enterPrediction(String key) {
    predictions.entry(key);
    return key.equals("embeddings") ? EMBEDDINGS : key.equals("videoEmbeddings") ? VIDEOS : 0;
  }

  @Override
  public JsonTap.Want wants(int context, String key) {
    return switch (context) {
      case ROOT ->
          key.equals("modelVersion") || key.equals("responseId")
              ? JsonTap.Want.TEXT
              : JsonTap.Want.NOTHING;
      case USAGE, DETAIL, QUERIES, STATISTICS, METADATA, VIDEO -> JsonTap.Want.TEXT;
      case ERROR ->
          key.equals("code") || key.equals("status") ? JsonTap.Want.TEXT : JsonTap.Want.NOTHING;
      case CANDIDATE -> key.equals("finishReason") ? JsonTap.Want.TEXT : JsonTap.Want.NOTHING;
      case PART -> key.equals("text") ? JsonTap.Want.PIECES : JsonTap.Want.NOTHING;
      case FUNCTION -> key.equals("name") ? JsonTap.Want.PIECES : JsonTap.Want.NOTHING;
      case CODE -> key.equals("code") ? JsonTap.Want.PIECES : JsonTap.Want.NOTHING;
      case ARGUMENTS -> named(key, JsonTap.Want.PIECES);
      case GROUNDING ->
          key.equals("googleMapsWidgetContextToken") ? JsonTap.Want.LENGTH : JsonTap.Want.NOTHING;
      case PREDICTION -> JsonTap.Want.LENGTH;
      default -> JsonTap.Want.NOTHING;
    };
  }

  @Override
  public void value(int context, String key, String value) {
    if (value.equals("null") && context != QUERIES) {
      return;
    }
    switch (context) {
      case ROOT -> root(key, value);
      case USAGE -> usage(key, value);
      case DETAIL -> detail(key, value);
      case CANDIDATE -> finished = true;
      case QUERIES -> query(value);
      case ERROR -> error(key, value);
      case STATISTICS -> statistic(key, value);
      case METADATA -> count("metadata." + key, "metadata." + key, value);
      case VIDEO -> video(key, value);
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
      count(key, "usageMetadata." + key, value);
    }
  }

  private static boolean isCount(String key) {
    return key.endsWith("Count");
  }

  private void count(String name, String field, String value) {
    if (!isCount(name)) {
      return;
    }
    Long number = number(field, value);
    if (number != null) {
      fragment.put(name, number);
    }
  }

  private @Nullable Long number(String field, String value) {
    Long number = Counts.roundedUp(value);
    if (number == null) {
      fault(field, value);
    }
    return number;
  }

  private void fault(String field, String value) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(new CountFault(field, value));
    }
  }

  private void detail(String key, String value) {
    if (key.equals("modality")) {
      modality = value;
    } else if (key.equals("tokenCount")) {
      Long number = number(list + "." + key, value);
      modalityTokens = number == null ? 0 : number;
    }
  }

  /** Kept as a number, because a query is text of the answer; long ones differ at their start. */
  private void query(String value) {
    if (!value.isBlank()) {
      searchesHere.add(((long) value.length() << Integer.SIZE) | (value.hashCode() & 0xffffffffL));
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
    if (key.equals("token_count") || key.equals("tokenCount")) {
      Long tokens = number("statistics." + key, value);
      if (tokens != null) {
        predictions.tokens = sum("statistics." + key, Math.max(0, predictions.tokens), tokens);
      }
    }
  }

  private void video(String key, String value) {
    if (key.equals("endOffsetSec")) {
      Long seconds = number("videoEmbeddings." + key, value);
      predictions.lasts(seconds == null ? 0 : seconds);
    }
  }

  private long sum(String field, long one, long other) {
    long sum = one + other;
    if (sum < 0) {
      fault(field, new BigDecimal(one).add(new BigDecimal(other)).toPlainString());
      return one;
    }
    return sum;
  }

  @Override
  public void length(int context, String key, long bytes) {
    if (context == GROUNDING) {
      mapsHere |= bytes > 0;
    } else if (context == PREDICTION && bytes > 0) {
      predictions.text(key);
    }
  }

  @Override
  public void piece(int context, String key, byte[] bytes, int start, int end) {
    output.json(bytes, start, end);
    if (context == PART) {
      textBytes += end - start;
    }
  }

  @Override
  public void leave(int context) {
    switch (context) {
      case DETAIL -> endDetail();
      case DETAILS -> endDetails();
      case GROUNDING -> endGrounding();
      case PREDICTION -> endPrediction();
      default -> {}
    }
  }

  private void endDetail() {
    if (!modality.isEmpty()) {
      Map<String, Long> sums =
          list.equals(GeminiUsage.STATISTICS_DETAILS) ? statistics : modalities;
      sums.merge(modality, modalityTokens, (one, other) -> sum(list, one, other));
    }
    modality = "";
    modalityTokens = 0;
  }

  private void endDetails() {
    if (!list.equals(GeminiUsage.STATISTICS_DETAILS)) {
      modalities.forEach((name, tokens) -> fragment.put(list + "." + name, tokens));
      modalities.clear();
    }
  }

  /** What Maps was asked is no search of the web, though it stands in the same list. */
  private void endGrounding() {
    boolean mapsOnly = mapsHere && !webHere;
    if (!mapsOnly) {
      searches.addAll(searchesHere);
    }
    if (webHere) {
      fragment.put(GeminiAnswer.WEB_GROUNDED, 1);
    }
    if (mapsHere) {
      fragment.put(GeminiAnswer.MAPS_GROUNDED, 1);
    }
    searchesHere.clear();
    webHere = false;
    mapsHere = false;
  }

  private void endPrediction() {
    predictions.seconds =
        sum("videoEmbeddings.endOffsetSec", predictions.seconds, predictions.secondsHere());
    predictions.endEntry();
  }

  @Override
  public void end() {
    if (!searches.isEmpty()) {
      fragment.put(GeminiAnswer.SEARCHES, searches.size());
    }
    predictions.putInto(fragment);
    statistics.forEach(
        (name, tokens) -> fragment.put(GeminiUsage.STATISTICS_DETAILS + "." + name, tokens));
    RawUsage told = fragment.build();
    raw = raw.merge(told);
    fragment = RawUsage.builder();
    if (told.get(ANSWERED).isPresent() || told.get(THOUGHT).isPresent()) {
      output.reported(raw.orZero(ANSWERED) + raw.orZero(THOUGHT));
    }
  }
}
