package io.costaware.bedrock.pricelist;

import io.costaware.usage.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The words of a usage type. They come in several styles, {@code
 * USE1-NovaMicro-input-tokens-batch}, {@code USE1-MP:USE1_InputTokenCount_Global-Units}, {@code
 * USE1-MP:USE1_cache_write_tokens_1h_standard-Units}, and say the same in each.
 *
 * <p>Immutable.
 */
final class UsageType {
  private static final Pattern PLACE =
      Pattern.compile("^(?:[A-Z]{2,4}[0-9]?-)?(?:MP:)?(?:[A-Z]{2,4}[0-9]?[_-])?(.*?)(?:-Units)?$");
  private static final Pattern WORD =
      Pattern.compile(
          "[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+(?:h|m|k)?(?![a-zA-Z])|[0-9]+");

  private final String line;

  private UsageType(String line) {
    this.line = line;
  }

  static UsageType of(String usageType) {
    Matcher place = PLACE.matcher(usageType);
    String rest = place.matches() ? place.group(1) : usageType;
    // A lifetime is one word, 1h, whatever stands round it.
    String spaced = rest.replaceAll("(?<=[a-z])(1h|5m|30m)(?=[A-Z_-]|$)", "_$1_");
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(spaced);
    while (word.find()) {
      words.add(word.group().toLowerCase(Locale.ROOT));
    }
    return new UsageType(" " + String.join(" ", words) + " ");
  }

  /** Whether these words follow one another. */
  boolean has(String words) {
    return line.contains(" " + words + " ");
  }

  private boolean hasAny(String... words) {
    for (String each : words) {
      if (has(each)) {
        return true;
      }
    }
    return false;
  }

  /** The tier that it names, {@code standard} if none. */
  String tier() {
    if (has("batch")) {
      return "batch";
    }
    if (has("flex")) {
      return "flex";
    }
    if (has("priority")) {
      return "priority";
    }
    return has("latency optimized") ? "latency_optimized" : "standard";
  }

  boolean isGlobal() {
    return has("global");
  }

  boolean isLongContext() {
    return hasAny("long ctx", "long context", "lctx");
  }

  /** The term of bought capacity: {@code 1m}, {@code 3m}, {@code 6m} or {@code none}. */
  String term() {
    for (String months : List.of("1", "3", "6")) {
      if (has(months + " month") || has(months + " months") || has(months + "month")) {
        return months + "m";
      }
    }
    return "none";
  }

  boolean isReserved() {
    return has("reserved") || has("tpm");
  }

  boolean isProvisioned() {
    return has("provisioned throughput");
  }

  /** A model of one's own, whose price is not that of the base model. */
  boolean isCustom() {
    return hasAny("custom model", "customization", "custom import", "customised");
  }

  /** The lifetime of a cache write in its own words; empty if none is named. */
  String lifetime() {
    for (String lifetime : List.of("1h", "30m", "5m")) {
      if (has(lifetime) || has(lifetime.replaceAll("(h|m)$", " $1"))) {
        return lifetime;
      }
    }
    return "";
  }

  boolean isCacheWrite() {
    return has("cache write");
  }

  /**
   * What it counts, for a unit that the price list names; null if the words do not tell.
   *
   * @param unit the unit of the price, for example {@code 1K tokens}
   */
  @Nullable Meter meter(String unit) {
    String counted = unit.toLowerCase(Locale.ROOT);
    if (isReserved()) {
      return has("output") ? Meter.RESERVED_OUTPUT_TPM : Meter.RESERVED_INPUT_TPM;
    }
    if (isProvisioned()) {
      return Meter.PROVISIONED_MODEL_UNIT;
    }
    if (counted.contains("video") && !counted.contains("second")) {
      return null;
    }
    if (counted.contains("second") || hasAny("second", "seconds")) {
      return seconds();
    }
    if (hasAny("search unit", "search units", "search query", "search queries")
        || counted.contains("search unit")) {
      return Meter.QUERY;
    }
    boolean tokens = hasAny("token", "tokens", "token count") || counted.contains("token");
    if (tokens) {
      return tokens();
    }
    if (counted.contains("image") || hasAny("image", "images", "t2i", "i2i", "t 2 i")) {
      return hasAny("input", "embeddings", "embedding")
              || counted.contains("input images")
              || counted.contains("processed")
          ? Meter.INPUT_IMAGE_EACH
          : Meter.OUTPUT_IMAGE_EACH;
    }
    return null;
  }

  private @Nullable Meter seconds() {
    if (has("audio")) {
      return has("output") ? null : Meter.INPUT_AUDIO_SECOND;
    }
    return has("video")
        ? (has("input") ? Meter.INPUT_VIDEO_SECOND : Meter.OUTPUT_VIDEO_SECOND)
        : null;
  }

  private @Nullable Meter tokens() {
    if (has("cache read")) {
      return hasAny("audio", "speech") ? Meter.CACHE_READ_AUDIO : Meter.CACHE_READ;
    }
    if (isCacheWrite()) {
      return switch (lifetime()) {
        case "1h" -> Meter.CACHE_WRITE_1H;
        case "30m" -> Meter.CACHE_WRITE_30M;
        default -> Meter.CACHE_WRITE_5M;
      };
    }
    boolean output = hasAny("output", "response");
    if (!output && !hasAny("input")) {
      return null;
    }
    if (hasAny("speech", "audio")) {
      return output ? Meter.OUTPUT_AUDIO : Meter.INPUT_AUDIO;
    }
    if (has("image")) {
      return output ? Meter.OUTPUT_IMAGE : Meter.INPUT_IMAGE;
    }
    if (has("video")) {
      return output ? Meter.OUTPUT_VIDEO : Meter.INPUT_VIDEO;
    }
    return output ? Meter.OUTPUT : Meter.INPUT;
  }

  @Override
  public String toString() {
    return line.strip();
  }
}
