package io.costaware.bedrock.usage;

import io.costaware.usage.RawUsage;
import java.util.Set;

/** Which of the many names for a token count speaks, family by family, the surest name first. */
final class NativeTokens {
  private static final String[] READ = {
    "header.cacheReadInputTokenCount",
    "invocationMetrics.cacheReadInputTokenCount",
    "usage.cache_read_input_tokens",
    "usage.cacheReadInputTokenCount",
    "usage.cacheReadInputTokens",
    "usage.prompt_tokens_details.cached_tokens",
    "usage.input_tokens_details.cached_tokens"
  };
  private static final String[] WRITTEN = {
    "header.cacheWriteInputTokenCount",
    "invocationMetrics.cacheWriteInputTokenCount",
    "usage.cache_creation_input_tokens",
    "usage.cacheWriteInputTokenCount",
    "usage.cacheWriteInputTokens",
    "usage.prompt_tokens_details.cache_write_tokens",
    "usage.input_tokens_details.cache_write_tokens"
  };
  private static final String[] COUNTED_INPUT = {
    "header.inputTokenCount", "invocationMetrics.inputTokenCount"
  };
  private static final String[] INPUT = {
    "usage.input_tokens",
    "usage.inputTokens",
    "inputTextTokenCount",
    "prompt_token_count",
    "meta.billed_units.input_tokens",
    "prompt.tokens",
    "inputTokenCount"
  };
  private static final String[] OUTPUT = {
    "header.outputTokenCount",
    "invocationMetrics.outputTokenCount",
    "final.output_tokens",
    "usage.output_tokens",
    "usage.outputTokens",
    "usage.completion_tokens",
    "totalOutputTextTokenCount",
    "results.tokenCount",
    "generation_token_count",
    "meta.billed_units.output_tokens",
    "completions.data.tokens",
    "outputTokenCount"
  };
  private static final Set<String> ANTHROPIC =
      Set.of("usage.cache_read_input_tokens", "usage.cache_creation_input_tokens");

  private NativeTokens() {}

  static long cacheRead(RawUsage raw) {
    return firstAboveZero(raw, READ);
  }

  static long cacheWrite(RawUsage raw) {
    return firstAboveZero(raw, WRITTEN);
  }

  static long input(RawUsage raw, ModelFamily family) {
    long counted = first(raw, COUNTED_INPUT);
    long read = cacheRead(raw);
    long write = cacheWrite(raw);
    if (isGross(raw, family)) {
      long gross = first(raw, "usage.prompt_tokens", "usage.input_tokens");
      if (counted < 0 || counted == gross) {
        return Math.max(0, gross - Math.addExact(read, write));
      }
      return counted;
    }
    if (counted >= 0) {
      return family.countsInputGross() ? BedrockUsage.remainder(counted, read, write) : counted;
    }
    long pictures = BedrockUsage.count(raw, "meta.billed_units.image_tokens");
    return Math.addExact(Math.max(0, first(raw, INPUT)), pictures);
  }

  /** Whether the model's own count of its input includes what was cached: the OpenAI way. */
  private static boolean isGross(RawUsage raw, ModelFamily family) {
    if (BedrockUsage.count(raw, "usage.prompt_tokens") > 0) {
      return true;
    }
    if (BedrockUsage.count(raw, "usage.input_tokens") == 0
        || ANTHROPIC.stream().anyMatch(name -> raw.get(name).isPresent())) {
      return false;
    }
    return family.countsInputGross()
        || raw.get("usage.input_tokens_details.cached_tokens").isPresent()
        || raw.get("usage.input_tokens_details.cache_write_tokens").isPresent();
  }

  static long output(RawUsage raw) {
    return Math.max(0, outputTold(raw));
  }

  /** -1 if no count of the output is there. */
  static long outputTold(RawUsage raw) {
    return first(raw, OUTPUT);
  }

  /** Whether any count of tokens is there, be it zero. */
  static boolean tells(RawUsage raw) {
    return first(raw, COUNTED_INPUT) >= 0
        || first(raw, "usage.prompt_tokens") >= 0
        || first(raw, INPUT) >= 0
        || first(raw, OUTPUT) >= 0;
  }

  /** The first that is there; -1 if none is. */
  static long first(RawUsage raw, String... names) {
    for (String name : names) {
      if (raw.get(name).isPresent()) {
        return BedrockUsage.count(raw, name);
      }
    }
    return -1;
  }

  /** A zero of one source does not erase what another has counted. */
  private static long firstAboveZero(RawUsage raw, String... names) {
    for (String name : names) {
      if (raw.orZero(name) > 0) {
        return raw.orZero(name);
      }
    }
    return 0;
  }
}
