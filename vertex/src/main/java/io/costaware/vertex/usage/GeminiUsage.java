package io.costaware.vertex.usage;

import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.util.ArrayList;
import java.util.List;

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
  static final String STATISTICS_DETAILS = "statistics.tokensDetails";

  private static final String PROMPT = "promptTokenCount";
  private static final String CANDIDATES = "candidatesTokenCount";
  private static final String THOUGHTS = "thoughtsTokenCount";
  private static final String TOOL_USE = "toolUsePromptTokenCount";
  private static final String TOTAL = "totalTokenCount";
  private static final List<Modalities.Names> CANDIDATES_DETAILS =
      List.of(Modalities.names("candidatesTokensDetails"));
  private static final List<Modalities.Names> TOOL_USE_DETAILS =
      List.of(Modalities.names("toolUsePromptTokensDetails"));

  /** The same list, as answers and embeddings spell it. */
  private static final List<Modalities.Names> PROMPT_DETAILS =
      List.of(
          Modalities.names("promptTokensDetails"),
          Modalities.names("promptTokenDetails"),
          Modalities.names(STATISTICS_DETAILS));

  /** Copies the remarks. */
  public GeminiUsage {
    remarks = List.copyOf(remarks);
  }

  /**
   * Whether the raw numbers hold a count that is billed; a traffic type alone is none, and a total
   * alone does not say what it is the total of.
   */
  public static boolean isCounted(RawUsage raw) {
    return raw.get(PROMPT).isPresent()
        || raw.get(CANDIDATES).isPresent()
        || raw.get(THOUGHTS).isPresent()
        || raw.get(GeminiAnswer.PREDICTED_TOKENS).isPresent()
        || raw.get(GeminiAnswer.PREDICTED_IMAGES).isPresent()
        || raw.get(GeminiAnswer.EMBEDDED_IMAGES).isPresent()
        || raw.get(GeminiAnswer.EMBEDDED_SECONDS).isPresent()
        || raw.get(GeminiAnswer.BILLED_CHARACTERS).isPresent()
        || !Modalities.of(raw, PROMPT_DETAILS).isEmpty()
        || !Modalities.of(raw, CANDIDATES_DETAILS).isEmpty();
  }

  /**
   * Restates an answer of generateContent, streamGenerateContent, embedContent, batchEmbedContents
   * or predict.
   *
   * @param model the model that answered, which decides how searches are counted and whether text
   *     is billed by its characters
   * @param enterpriseSearch whether the request asked for the enterprise's web search
   * @throws ArithmeticException if counts add up to more than a {@code long} holds
   */
  public static GeminiUsage of(RawUsage raw, String model, boolean enterpriseSearch) {
    Usage.Builder usage = Usage.builder();
    List<String> remarks = new ArrayList<>(0);
    prompt(raw, model, usage, remarks);
    toolResults(raw, usage);
    output(raw, usage, remarks);
    usage.add(Meter.OUTPUT_IMAGE_EACH, raw.orZero(GeminiAnswer.PREDICTED_IMAGES));
    usage.add(Meter.INPUT_IMAGE_EACH, raw.orZero(GeminiAnswer.EMBEDDED_IMAGES));
    usage.add(Meter.INPUT_VIDEO_SECOND, raw.orZero(GeminiAnswer.EMBEDDED_SECONDS));
    grounding(raw, model, enterpriseSearch, usage);
    doubtTotal(raw, remarks);
    return new GeminiUsage(usage.build(), remarks);
  }

  private static void prompt(
      RawUsage raw, String model, Usage.Builder usage, List<String> remarks) {
    Modalities details = Modalities.of(raw, PROMPT_DETAILS);
    long prompt;
    if (raw.get(PROMPT).isPresent()) {
      prompt = raw.orZero(PROMPT);
    } else if (billsCharacters(model) && raw.orZero(GeminiAnswer.BILLED_CHARACTERS) > 0) {
      usage.add(Meter.INPUT_CHARACTER, raw.orZero(GeminiAnswer.BILLED_CHARACTERS));
      return;
    } else if (raw.get(GeminiAnswer.PREDICTED_TOKENS).isPresent()) {
      prompt = raw.orZero(GeminiAnswer.PREDICTED_TOKENS);
    } else {
      prompt = details.sum();
    }
    PromptSplit.add(raw, prompt, details, usage, remarks);
  }

  /**
   * The models before Gemini's own bill a text by the characters that they report as billable; the
   * tokens beside them are the same text counted once more.
   */
  static boolean billsCharacters(String model) {
    return model.startsWith("text")
        || model.startsWith("multimodalembedding")
        || model.startsWith("publishers/google/models/text");
  }

  private static void toolResults(RawUsage raw, Usage.Builder usage) {
    Modalities details = Modalities.of(raw, TOOL_USE_DETAILS);
    long left = raw.get(TOOL_USE).isPresent() ? raw.orZero(TOOL_USE) : details.sum();
    for (Modalities.Kind kind : Modalities.Kind.values()) {
      long part = Math.min(left, details.get(kind));
      usage.add(kind.input(), part);
      left -= part;
    }
    usage.add(Meter.INPUT, left);
  }

  private static void output(RawUsage raw, Usage.Builder usage, List<String> remarks) {
    Modalities details = Modalities.of(raw, CANDIDATES_DETAILS);
    long candidates = candidates(raw);
    long left = candidates;
    for (Modalities.Kind kind : Modalities.Kind.values()) {
      long part = Math.min(left, details.get(kind));
      usage.add(kind.output(), part);
      left -= part;
    }
    if (details.sum() > candidates) {
      remarks.add(
          "the answer has " + candidates + " tokens, its details add up to " + details.sum());
    }
    usage.add(Meter.OUTPUT, left);
    usage.add(Meter.OUTPUT, thoughtsAreInside(raw) ? 0 : raw.orZero(THOUGHTS));
  }

  private static long candidates(RawUsage raw) {
    return raw.get(CANDIDATES).isPresent()
        ? raw.orZero(CANDIDATES)
        : Modalities.of(raw, CANDIDATES_DETAILS).sum();
  }

  private static boolean thoughtsAreInside(RawUsage raw) {
    return raw.get(TOTAL).isPresent()
        && raw.orZero(THOUGHTS) > 0
        && raw.orZero(THOUGHTS) <= candidates(raw)
        && sumWithoutThoughts(raw) == raw.orZero(TOTAL);
  }

  private static long sumWithoutThoughts(RawUsage raw) {
    return Math.addExact(Math.addExact(raw.orZero(PROMPT), candidates(raw)), raw.orZero(TOOL_USE));
  }

  private static void grounding(
      RawUsage raw, String model, boolean enterpriseSearch, Usage.Builder usage) {
    long searches = raw.orZero(GeminiAnswer.SEARCHES);
    boolean grounded = searches > 0 || raw.orZero(GeminiAnswer.WEB_GROUNDED) > 0;
    Meter meter = enterpriseSearch ? Meter.ENTERPRISE_WEB_SEARCH : Meter.WEB_SEARCH;
    if (grounded) {
      usage.add(meter, billsEachSearch(model) ? Math.max(1, searches) : 1);
    }
    usage.add(Meter.MAPS_GROUNDING, raw.orZero(GeminiAnswer.MAPS_GROUNDED));
  }

  /** Gemini 3 and later bill each query, the models before it each grounded prompt. */
  static boolean billsEachSearch(String model) {
    int at = model.indexOf("gemini-");
    if (at < 0) {
      return false;
    }
    int from = at + "gemini-".length();
    int to = from;
    while (to < model.length() && model.charAt(to) >= '0' && model.charAt(to) <= '9') {
      to++;
    }
    boolean oneDigit = to == from + 1;
    return oneDigit ? model.charAt(from) >= '3' : to > from;
  }

  private static void doubtTotal(RawUsage raw, List<String> remarks) {
    if (raw.get(TOTAL).isEmpty() || raw.get(PROMPT).isEmpty()) {
      return;
    }
    long thoughts = thoughtsAreInside(raw) ? 0 : raw.orZero(THOUGHTS);
    long sum = Math.addExact(sumWithoutThoughts(raw), thoughts);
    long total = raw.orZero(TOTAL);
    if (total != sum) {
      remarks.add("the provider's total is " + total + " tokens, the counts add up to " + sum);
    }
  }
}
