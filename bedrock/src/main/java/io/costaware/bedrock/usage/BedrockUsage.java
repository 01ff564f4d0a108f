package io.costaware.bedrock.usage;

import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.util.Map;

/**
 * Normalises the numbers that Bedrock reports to a net usage: each token in exactly one meter.
 *
 * <p>Negative counts are taken as zero, and {@link Plausibility} tells of them.
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

  /** How many searches of the web an answer of the Responses API holds. */
  public static final String WEB_SEARCH_CALLS = "output.web_search_call";

  /** Documents that a request hands to a rerank model. */
  public static final String DOCUMENTS = "rerank.documents";

  /** Images that a request hands in. */
  public static final String IMAGES_IN = "request.images";

  /** Seconds of sound that a request hands in. */
  public static final String AUDIO_SECONDS_IN = "request.audioSeconds";

  /** Seconds of video that a request hands in. */
  public static final String VIDEO_SECONDS_IN = "request.videoSeconds";

  /** Seconds of video that a request asks for. */
  public static final String VIDEO_SECONDS_OUT = "request.durationSeconds";

  /** Requests per unit of rerank pricing: one query covers up to so many documents. */
  private static final long DOCUMENTS_PER_QUERY = 100;

  private BedrockUsage() {}

  /**
   * The usage of Converse and ConverseStream, whose input excludes cache reads and writes for most
   * families and includes them for OpenAI's.
   *
   * @param raw under the names of {@code TokenUsage}, cache details as {@code cacheDetails.5m} and
   *     {@code cacheDetails.1h}
   * @param family of the model that answered
   * @throws ArithmeticException if a sum of counts is beyond what a {@code long} holds
   */
  public static Usage ofConverse(RawUsage raw, ModelFamily family) {
    Usage.Builder usage = Usage.builder();
    if (raw.orZero(INPUT_BLOCKED) == 0) {
      long read = count(raw, "cacheReadInputTokens");
      long write = count(raw, "cacheWriteInputTokens");
      long input = count(raw, "inputTokens");
      usage.add(Meter.INPUT, family.countsInputGross() ? remainder(input, read, write) : input);
      usage.add(Meter.OUTPUT, count(raw, "outputTokens"));
      usage.add(Meter.CACHE_READ, read);
      writes(
          usage,
          write,
          count(raw, "cacheDetails.5m"),
          count(raw, "cacheDetails.1h"),
          count(raw, "cacheDetails.30m"));
      usage.add(Meter.WEB_GROUNDING, count(raw, WEB_GROUNDING));
    }
    return usage.add(Meter.GUARDRAIL_UNIT, guardrailUnits(raw)).build();
  }

  /**
   * The usage of all that answers in a model's native form. Bedrock's own counts, in headers or in
   * the stream's metrics, come before the model's; the model's give what Bedrock's lack; and what
   * neither tells comes from the request.
   *
   * @param raw as {@link NativeUsage}, {@link HeaderUsage} and {@link RequestFacts} read it
   * @param family of the model that answered
   * @throws ArithmeticException if a sum of counts is beyond what a {@code long} holds
   */
  public static Usage ofInvoke(RawUsage raw, ModelFamily family) {
    Usage.Builder usage = Usage.builder();
    if (raw.orZero(INPUT_BLOCKED) == 0) {
      usage.add(Meter.CACHE_READ, NativeTokens.cacheRead(raw));
      if (family != ModelFamily.PEGASUS) {
        usage.add(Meter.INPUT, NativeTokens.input(raw, family));
      }
      usage.add(Meter.OUTPUT, NativeTokens.output(raw));
      writes(
          usage,
          NativeTokens.cacheWrite(raw),
          count(raw, "usage.cache_creation.ephemeral_5m_input_tokens"),
          count(raw, "usage.cache_creation.ephemeral_1h_input_tokens"),
          0);
      usage.add(Meter.INPUT_IMAGE_EACH, count(raw, IMAGES_IN));
      usage.add(Meter.OUTPUT_IMAGE_EACH, count(raw, "images"));
      usage.add(Meter.INPUT_AUDIO_SECOND, count(raw, AUDIO_SECONDS_IN));
      usage.add(Meter.INPUT_VIDEO_SECOND, count(raw, VIDEO_SECONDS_IN));
      usage.add(Meter.OUTPUT_VIDEO_SECOND, count(raw, VIDEO_SECONDS_OUT));
      usage.add(Meter.QUERY, queries(raw, family));
      usage.add(Meter.WEB_SEARCH, count(raw, "usage.server_tool_use.web_search_requests"));
      usage.add(Meter.WEB_SEARCH, count(raw, WEB_SEARCH_CALLS));
    }
    return usage.add(Meter.GUARDRAIL_UNIT, guardrailUnits(raw)).build();
  }

  /** The units of a guardrail that was called for itself. */
  public static Usage ofGuardrail(RawUsage raw) {
    return Usage.builder().add(Meter.GUARDRAIL_UNIT, guardrailUnits(raw)).build();
  }

  /** Whether the numbers of an InvokeModel answer say how much input or output there was. */
  public static boolean knowsInvoke(RawUsage raw, ModelFamily family) {
    return raw.orZero(INPUT_BLOCKED) > 0
        || !ofInvoke(raw, family).isEmpty()
        || raw.get("images").isPresent()
        || NativeTokens.tells(raw);
  }

  /** The tokens of output that an InvokeModel answer, or an event of one, tells; -1 if none. */
  public static long outputTold(RawUsage raw) {
    return raw.isEmpty() ? -1 : NativeTokens.outputTold(raw);
  }

  /** Whether Bedrock's own metrics or a final block of the model closed a stream's numbers. */
  public static boolean closesInvokeStream(RawUsage raw) {
    return raw.orZero(INPUT_BLOCKED) > 0
        || raw.get("invocationMetrics.outputTokenCount").isPresent()
        || raw.get("invocationMetrics.inputTokenCount").isPresent()
        || raw.get("final.output_tokens").isPresent()
        || raw.get("final.generation_token_count").isPresent()
        || raw.get("usage.outputTokens").isPresent()
        || raw.get("usage.completion_tokens").isPresent()
        || raw.get("totalOutputTextTokenCount").isPresent();
  }

  /**
   * Bedrock counts in its headers and metrics what it bills: then the model did run, whatever was
   * blocked.
   *
   * @param raw with all numbers of the answer in it
   */
  public static RawUsage unblockedIfCounted(RawUsage raw) {
    boolean ran =
        raw.orZero("header.outputTokenCount") > 0
            || raw.get("invocationMetrics.outputTokenCount").isPresent();
    return ran && raw.get(INPUT_BLOCKED).isPresent()
        ? raw.merge(RawUsage.builder().put(INPUT_BLOCKED, 0).build())
        : raw;
  }

  /**
   * What of a gross input was neither read from nor written to a cache. Bedrock has been seen to
   * report the remainder alone for such a model too; a number below its parts can be nothing else.
   */
  static long remainder(long input, long read, long write) {
    long cached = Math.addExact(read, write);
    return input >= cached ? input - cached : input;
  }

  /** A remainder that no split explains is billed as written for five minutes. */
  private static void writes(
      Usage.Builder usage, long total, long fiveMinutes, long hour, long halfHour) {
    long explained = Math.addExact(Math.addExact(fiveMinutes, hour), halfHour);
    usage.add(Meter.CACHE_WRITE_5M, fiveMinutes);
    usage.add(Meter.CACHE_WRITE_5M, Math.max(0, total - explained));
    usage.add(Meter.CACHE_WRITE_1H, hour);
    usage.add(Meter.CACHE_WRITE_30M, halfHour);
  }

  private static long queries(RawUsage raw, ModelFamily family) {
    long units = count(raw, "meta.billed_units.search_units");
    if (units > 0) {
      return units;
    }
    long results = count(raw, "rerank.results");
    if (results == 0 && family != ModelFamily.RERANK) {
      // Documents that a model is to write about.
      return 0;
    }
    long documents = Math.max(count(raw, DOCUMENTS), results);
    return documents / DOCUMENTS_PER_QUERY + (documents % DOCUMENTS_PER_QUERY == 0 ? 0 : 1);
  }

  /** Word filters and the free part of the filter for personal data cost nothing. */
  private static long guardrailUnits(RawUsage raw) {
    long units = 0;
    for (String name : GuardrailUnits.BILLED) {
      units = Math.addExact(units, count(raw, GUARDRAIL + name));
    }
    return units;
  }

  /**
   * Lays fragments of a stream together, in whatever order they come: of each count the largest
   * stays, because a stream's counts only grow.
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
      if (number.getValue() > earlier.get(number.getKey()).orElse(Long.MIN_VALUE)) {
        merged.put(number.getKey(), number.getValue());
      }
    }
    return merged.build();
  }

  static long count(RawUsage raw, String name) {
    return Math.max(0, raw.orZero(name));
  }
}
