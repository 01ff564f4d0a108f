package io.costaware.vertex.usage;

import io.costaware.target.ServiceTier;
import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Restates the raw counts of an answer as net quantities: each token is on one meter.
 *
 * <p>The prompt's count includes what was read from a cache; tool results stand beside it and are
 * input; thoughts stand beside the candidates and are output, save in older answers that count them
 * among the candidates.
 *
 * <p>Immutable.
 *
 * @param usage the net quantities; none if the provider has not counted
 * @param remarks what does not add up, in words; it is told and never repaired
 */
public record GeminiUsage(Usage usage, List<String> remarks) {
  private static final String PROMPT = "promptTokenCount";
  private static final String CACHED = "cachedContentTokenCount";
  private static final String CANDIDATES = "candidatesTokenCount";
  private static final String THOUGHTS = "thoughtsTokenCount";
  private static final String TOOL_USE = "toolUsePromptTokenCount";
  private static final String TOTAL = "totalTokenCount";
  private static final String PROMPT_DETAILS = "promptTokensDetails.";
  private static final String CACHE_DETAILS = "cacheTokensDetails.";
  private static final String CANDIDATES_DETAILS = "candidatesTokensDetails.";

  /** Copies the remarks. */
  public GeminiUsage {
    remarks = List.copyOf(remarks);
  }

  /** Whether the raw numbers hold a count at all; a traffic type alone is none. */
  public static boolean isCounted(RawUsage raw) {
    return raw.get(PROMPT).isPresent()
        || raw.get(CANDIDATES).isPresent()
        || raw.get(TOTAL).isPresent()
        || raw.get(GeminiAnswer.PREDICTED_TOKENS).isPresent()
        || raw.get(GeminiAnswer.PREDICTED_IMAGES).isPresent();
  }

  /**
   * Restates an answer of generateContent, streamGenerateContent, embedContent or predict.
   *
   * @param model the model that answered, which decides how searches are counted
   * @param enterpriseSearch whether the request asked for the enterprise's web search
   */
  public static GeminiUsage of(RawUsage raw, String model, boolean enterpriseSearch) {
    Usage.Builder usage = Usage.builder();
    List<String> remarks = new ArrayList<>(0);
    input(raw, usage, remarks);
    output(raw, usage, remarks);
    usage.add(Meter.INPUT, count(raw, GeminiAnswer.PREDICTED_TOKENS));
    usage.add(Meter.OUTPUT_IMAGE_EACH, count(raw, GeminiAnswer.PREDICTED_IMAGES));
    grounding(raw, model, enterpriseSearch, usage);
    doubtTotal(raw, remarks);
    return new GeminiUsage(usage.build(), remarks);
  }

  /** The tier behind a traffic type; null if it says nothing. One not known keeps its own word. */
  public static @Nullable ServiceTier tier(@Nullable String trafficType) {
    if (trafficType == null || trafficType.isBlank()) {
      return null;
    }
    return switch (trafficType) {
      case "TRAFFIC_TYPE_UNSPECIFIED" -> null;
      case "ON_DEMAND" -> ServiceTier.STANDARD;
      case "ON_DEMAND_PRIORITY" -> ServiceTier.PRIORITY;
      case "ON_DEMAND_FLEX" -> ServiceTier.FLEX;
      case "PROVISIONED_THROUGHPUT" -> ServiceTier.PROVISIONED;
      default -> new ServiceTier(trafficType.toLowerCase(Locale.ROOT));
    };
  }

  private static void input(RawUsage raw, Usage.Builder usage, List<String> remarks) {
    long prompt = count(raw, PROMPT);
    long cached = count(raw, CACHED);
    if (cached > prompt) {
      remarks.add("the prompt has " + prompt + " tokens, " + cached + " of them cached");
    }
    long cachedAudio = Math.min(cached, count(raw, CACHE_DETAILS + "AUDIO"));
    usage.add(Meter.CACHE_READ_AUDIO, cachedAudio);
    usage.add(Meter.CACHE_READ, cached - cachedAudio);
    long left = Math.max(0, prompt - cached);
    left = split(raw, "AUDIO", Meter.INPUT_AUDIO, left, usage);
    left = split(raw, "IMAGE", Meter.INPUT_IMAGE, left, usage);
    left = split(raw, "VIDEO", Meter.INPUT_VIDEO, left, usage);
    usage.add(Meter.INPUT, left);
    usage.add(Meter.INPUT, count(raw, TOOL_USE));
  }

  /** Fresh tokens of one modality; what the details leave unexplained is text. */
  private static long split(
      RawUsage raw, String modality, Meter meter, long left, Usage.Builder usage) {
    long all = count(raw, PROMPT_DETAILS + modality);
    long fresh = Math.max(0, all - count(raw, CACHE_DETAILS + modality));
    long part = Math.min(left, fresh);
    usage.add(meter, part);
    return left - part;
  }

  private static void output(RawUsage raw, Usage.Builder usage, List<String> remarks) {
    long all = count(raw, CANDIDATES) + (thoughtsAreInside(raw) ? 0 : count(raw, THOUGHTS));
    long left = all;
    for (Meter meter : List.of(Meter.OUTPUT_IMAGE, Meter.OUTPUT_AUDIO, Meter.OUTPUT_VIDEO)) {
      String modality = meter.name().substring("OUTPUT_".length());
      long part = Math.min(left, count(raw, CANDIDATES_DETAILS + modality));
      usage.add(meter, part);
      left -= part;
    }
    usage.add(Meter.OUTPUT, left);
    if (raw.orZero(CANDIDATES) < 0 || raw.orZero(PROMPT) < 0) {
      remarks.add("a count is negative and taken as zero");
    }
  }

  private static boolean thoughtsAreInside(RawUsage raw) {
    return raw.get(TOTAL).isPresent()
        && count(raw, THOUGHTS) > 0
        && count(raw, PROMPT) + count(raw, CANDIDATES) + count(raw, TOOL_USE) == count(raw, TOTAL);
  }

  private static void grounding(
      RawUsage raw, String model, boolean enterpriseSearch, Usage.Builder usage) {
    long searches = count(raw, GeminiAnswer.SEARCHES);
    boolean grounded = searches > 0 || count(raw, GeminiAnswer.WEB_GROUNDED) > 0;
    Meter meter = enterpriseSearch ? Meter.ENTERPRISE_WEB_SEARCH : Meter.WEB_SEARCH;
    if (grounded) {
      usage.add(meter, billsEachSearch(model) ? Math.max(1, searches) : 1);
    }
    usage.add(Meter.MAPS_GROUNDING, count(raw, GeminiAnswer.MAPS_GROUNDED));
  }

  /** Gemini 3 and later bill each query, the models before it each grounded prompt. */
  static boolean billsEachSearch(String model) {
    int at = model.indexOf("gemini-");
    if (at < 0) {
      return false;
    }
    int digit = at + "gemini-".length();
    return digit < model.length() && model.charAt(digit) >= '3' && model.charAt(digit) <= '9';
  }

  private static void doubtTotal(RawUsage raw, List<String> remarks) {
    if (raw.get(TOTAL).isEmpty() || raw.get(PROMPT).isEmpty()) {
      return;
    }
    long thoughts = thoughtsAreInside(raw) ? 0 : count(raw, THOUGHTS);
    long sum = count(raw, PROMPT) + count(raw, CANDIDATES) + thoughts + count(raw, TOOL_USE);
    long total = count(raw, TOTAL);
    if (total != sum) {
      remarks.add("the provider's total is " + total + " tokens, the counts add up to " + sum);
    }
  }

  private static long count(RawUsage raw, String name) {
    return Math.max(0, raw.orZero(name));
  }
}
