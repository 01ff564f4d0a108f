package io.costaware.bedrock.usage;

import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.util.Map;

/**
 * Normalises the numbers that Bedrock reports to a net usage: each token in exactly one meter.
 *
 * <p>Safe for use by many threads.
 */
public final class BedrockUsage {
  /** Marks numbers of a call whose input a guardrail blocked: the model was not run. */
  public static final String INPUT_BLOCKED = "guardrail.inputBlocked";

  /** How the names of guardrail units begin. */
  public static final String GUARDRAIL = "guardrail.";

  /** How many requests a model made to Amazon Nova's web grounding. */
  public static final String WEB_GROUNDING = "serverTools.nova_grounding";

  /** Requests per unit of rerank pricing: one query covers up to so many documents. */
  private static final long DOCUMENTS_PER_QUERY = 100;

  private BedrockUsage() {}

  /**
   * The usage of Converse and ConverseStream, whose input excludes cache reads and writes.
   *
   * @param raw under the names of {@code TokenUsage}, cache details as {@code cacheDetails.5m} and
   *     {@code cacheDetails.1h}
   */
  public static Usage ofConverse(RawUsage raw) {
    Usage.Builder usage = Usage.builder();
    if (raw.orZero(INPUT_BLOCKED) == 0) {
      usage.add(Meter.INPUT, count(raw, "inputTokens"));
      usage.add(Meter.OUTPUT, count(raw, "outputTokens"));
      usage.add(Meter.CACHE_READ, count(raw, "cacheReadInputTokens"));
      writes(
          usage,
          count(raw, "cacheWriteInputTokens"),
          count(raw, "cacheDetails.5m"),
          count(raw, "cacheDetails.1h"),
          count(raw, "cacheDetails.30m"));
      usage.add(Meter.WEB_GROUNDING, count(raw, WEB_GROUNDING));
    }
    return usage.add(Meter.GUARDRAIL_UNIT, guardrailUnits(raw)).build();
  }

  /**
   * The usage of InvokeModel and its stream. Bedrock's own counts, in headers or in the stream's
   * metrics, come before the model's; the model's give what Bedrock's lack.
   *
   * @param raw as {@link NativeUsage} reads it
   */
  public static Usage ofInvoke(RawUsage raw) {
    Usage.Builder usage = Usage.builder();
    if (raw.orZero(INPUT_BLOCKED) == 0) {
      long cacheRead = cacheRead(raw);
      usage.add(Meter.CACHE_READ, cacheRead);
      usage.add(Meter.INPUT, input(raw, cacheRead));
      usage.add(Meter.OUTPUT, output(raw));
      writes(
          usage,
          first(
              raw,
              "header.cacheWriteInputTokenCount",
              "invocationMetrics.cacheWriteInputTokenCount",
              "usage.cache_creation_input_tokens",
              "usage.cacheWriteInputTokenCount"),
          count(raw, "usage.cache_creation.ephemeral_5m_input_tokens"),
          count(raw, "usage.cache_creation.ephemeral_1h_input_tokens"),
          0);
      usage.add(Meter.OUTPUT_IMAGE_EACH, count(raw, "images"));
      usage.add(Meter.QUERY, queries(raw));
    }
    return usage.add(Meter.GUARDRAIL_UNIT, guardrailUnits(raw)).build();
  }

  /** Whether the numbers of an InvokeModel answer say how much input or output there was. */
  public static boolean knowsInvoke(RawUsage raw) {
    return raw.orZero(INPUT_BLOCKED) > 0 || !ofInvoke(raw).isEmpty() || hasOutput(raw);
  }

  /** Whether Bedrock's own metrics or a final block of the model closed a stream's numbers. */
  public static boolean closesInvokeStream(RawUsage raw) {
    return raw.orZero(INPUT_BLOCKED) > 0
        || raw.get("invocationMetrics.outputTokenCount").isPresent()
        || raw.get("invocationMetrics.inputTokenCount").isPresent()
        || raw.get("final.output_tokens").isPresent()
        || raw.get("usage.outputTokens").isPresent()
        || raw.get("usage.completion_tokens").isPresent()
        || raw.get("totalOutputTextTokenCount").isPresent();
  }

  private static boolean hasOutput(RawUsage raw) {
    return raw.get("header.outputTokenCount").isPresent() || closesInvokeStream(raw);
  }

  private static long cacheRead(RawUsage raw) {
    return first(
        raw,
        "header.cacheReadInputTokenCount",
        "invocationMetrics.cacheReadInputTokenCount",
        "usage.cache_read_input_tokens",
        "usage.cacheReadInputTokenCount",
        "usage.prompt_tokens_details.cached_tokens");
  }

  private static long input(RawUsage raw, long cacheRead) {
    long gross = count(raw, "usage.prompt_tokens");
    boolean counted =
        raw.get("header.inputTokenCount").isPresent()
            || raw.get("invocationMetrics.inputTokenCount").isPresent();
    long aws = first(raw, "header.inputTokenCount", "invocationMetrics.inputTokenCount");
    if (gross > 0 && (!counted || aws == gross)) {
      // The OpenAI way of counting: the prompt includes what was read from the cache.
      return Math.max(0, gross - cacheRead);
    }
    return counted
        ? aws
        : first(
            raw,
            "usage.input_tokens",
            "usage.inputTokens",
            "inputTextTokenCount",
            "prompt_token_count",
            "meta.billed_units.input_tokens",
            "prompt.tokens");
  }

  private static long output(RawUsage raw) {
    return first(
        raw,
        "header.outputTokenCount",
        "invocationMetrics.outputTokenCount",
        "usage.output_tokens",
        "usage.outputTokens",
        "usage.completion_tokens",
        "totalOutputTextTokenCount",
        "results.tokenCount",
        "generation_token_count",
        "meta.billed_units.output_tokens",
        "completions.data.tokens");
  }

  /** A remainder that no split explains is billed as written for five minutes. */
  private static void writes(
      Usage.Builder usage, long total, long fiveMinutes, long hour, long halfHour) {
    long unexplained = Math.max(0, total - fiveMinutes - hour - halfHour);
    usage.add(Meter.CACHE_WRITE_5M, fiveMinutes + unexplained);
    usage.add(Meter.CACHE_WRITE_1H, hour);
    usage.add(Meter.CACHE_WRITE_30M, halfHour);
  }

  private static long queries(RawUsage raw) {
    long units = count(raw, "meta.billed_units.search_units");
    if (units > 0) {
      return units;
    }
    if (count(raw, "rerank.results") == 0) {
      return 0;
    }
    long documents = Math.max(1, count(raw, "rerank.documents"));
    return (documents + DOCUMENTS_PER_QUERY - 1) / DOCUMENTS_PER_QUERY;
  }

  /** Word filters and the free part of the filter for personal data cost nothing. */
  private static long guardrailUnits(RawUsage raw) {
    return count(raw, GUARDRAIL + "topicPolicyUnits")
        + count(raw, GUARDRAIL + "contentPolicyUnits")
        + count(raw, GUARDRAIL + "contentPolicyImageUnits")
        + count(raw, GUARDRAIL + "sensitiveInformationPolicyUnits")
        + count(raw, GUARDRAIL + "contextualGroundingPolicyUnits")
        + count(raw, GUARDRAIL + "automatedReasoningPolicyUnits");
  }

  /**
   * Lays a later fragment of a stream over earlier ones: what was counted never shrinks to zero.
   */
  public static RawUsage mergeFragment(RawUsage earlier, RawUsage later) {
    if (earlier.isEmpty() || later.isEmpty()) {
      return earlier.isEmpty() ? later : earlier;
    }
    RawUsage.Builder merged = RawUsage.builder();
    for (Map.Entry<String, Long> number : earlier.asMap().entrySet()) {
      merged.put(number.getKey(), number.getValue());
    }
    for (Map.Entry<String, Long> number : later.asMap().entrySet()) {
      if (number.getValue() != 0 || earlier.orZero(number.getKey()) == 0) {
        merged.put(number.getKey(), number.getValue());
      }
    }
    return merged.build();
  }

  private static long first(RawUsage raw, String... names) {
    for (String name : names) {
      if (raw.get(name).isPresent()) {
        return count(raw, name);
      }
    }
    return 0;
  }

  private static long count(RawUsage raw, String name) {
    return Math.max(0, raw.orZero(name));
  }
}
