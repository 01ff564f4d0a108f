package io.costaware.bedrock.usage;

import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says in words what does not add up in the numbers of an answer. Nothing is repaired: the bill
 * follows the provider's numbers, and a reader may look into it.
 *
 * <p>Safe for use by many threads.
 */
public final class Plausibility {
  private static final Set<String> LIFETIMES =
      Set.of("cacheDetails.5m", "cacheDetails.1h", "cacheDetails.30m");

  /** Below so many tokens an estimate of a prompt says little. */
  private static final long LARGE_WRITE = 1_000;

  private Plausibility() {}

  /**
   * What is odd about an answer of Converse; empty, as a rule.
   *
   * @param raw as {@link ConverseFields} names it
   * @param family of the model that answered
   * @param textSeen whether the answer has text
   */
  public static List<String> ofConverse(RawUsage raw, ModelFamily family, boolean textSeen) {
    List<String> remarks = new ArrayList<>();
    negatives(raw, remarks);
    long input = raw.orZero("inputTokens");
    long output = raw.orZero("outputTokens");
    long read = raw.orZero("cacheReadInputTokens");
    long write = raw.orZero("cacheWriteInputTokens");
    if (raw.get("inputTokens").isPresent() && raw.get("outputTokens").isEmpty()) {
      remarks.add("the answer tells no outputTokens");
    }
    if (raw.get("totalTokens").isPresent()) {
      long total = raw.orZero("totalTokens");
      long sum = input + output + read + write;
      boolean fits = total == sum || (family.countsInputGross() && total == input + output);
      if (!fits) {
        remarks.add("totalTokens is " + total + ", but its parts add up to " + sum);
      }
    }
    if (family.countsInputGross() && read + write > 0 && input < read + write) {
      remarks.add(
          "inputTokens is "
              + input
              + ", less than the "
              + (read + write)
              + " cached tokens that it includes for this family; taken for the remainder");
    }
    long details = 0;
    for (Map.Entry<String, Long> number : raw.asMap().entrySet()) {
      if (number.getKey().startsWith("cacheDetails.")) {
        if (LIFETIMES.contains(number.getKey())) {
          details += number.getValue();
        } else {
          remarks.add(number.getKey() + " is a lifetime that is not known; taken for five minutes");
        }
      }
    }
    exceeds(raw.get("cacheWriteInputTokens").orElse(details), details, "cacheDetails", remarks);
    silent(raw.get("outputTokens").isPresent() && output == 0 && textSeen, remarks);
    return remarks;
  }

  /**
   * What is odd about an answer in a model's native form; empty, as a rule.
   *
   * @param raw as {@link NativeUsage} and {@link HeaderUsage} name it
   * @param family of the model that answered
   */
  public static List<String> ofInvoke(RawUsage raw, ModelFamily family) {
    List<String> remarks = new ArrayList<>();
    negatives(raw, remarks);
    if (raw.orZero(BedrockUsage.INPUT_BLOCKED) > 0) {
      if (BedrockUsage.ofInvoke(raw, family).isEmpty()) {
        remarks.add("a guardrail blocked the input, and without its trace its units are not told");
      }
      return remarks;
    }
    differs(
        NativeTokens.first(raw, "header.outputTokenCount", "invocationMetrics.outputTokenCount"),
        NativeTokens.first(raw, "usage.output_tokens", "usage.outputTokens"),
        "output",
        remarks);
    long read = NativeTokens.cacheRead(raw);
    long write = NativeTokens.cacheWrite(raw);
    long prompt = BedrockUsage.count(raw, "usage.prompt_tokens");
    if (prompt > 0 && prompt < read + write) {
      remarks.add(
          "prompt_tokens is " + prompt + ", less than the " + (read + write) + " cached ones");
    }
    long split =
        BedrockUsage.count(raw, "usage.cache_creation.ephemeral_5m_input_tokens")
            + BedrockUsage.count(raw, "usage.cache_creation.ephemeral_1h_input_tokens");
    exceeds(write > 0 ? write : split, split, "usage.cache_creation", remarks);
    boolean rerankUntold =
        raw.orZero("rerank.results") > 0
            && raw.get(BedrockUsage.DOCUMENTS).isEmpty()
            && raw.get("meta.billed_units.search_units").isEmpty();
    if (rerankUntold) {
      remarks.add("the request tells no documents; as many are taken as have results");
    }
    return remarks;
  }

  /**
   * What is odd about a usage beside the prompt that it is for. Streams of a thinking model have
   * been seen to report twice the tokens that they wrote to the cache.
   *
   * @param estimatedPrompt the prompt's tokens as reckoned before the call
   */
  public static List<String> ofWrites(Usage usage, long estimatedPrompt) {
    long written =
        usage.get(Meter.CACHE_WRITE_5M)
            + usage.get(Meter.CACHE_WRITE_1H)
            + usage.get(Meter.CACHE_WRITE_30M);
    return written >= LARGE_WRITE && estimatedPrompt > 0 && written / 2 > estimatedPrompt
        ? List.of(
            written
                + " tokens were written to the cache, over twice the prompt of about "
                + estimatedPrompt)
        : List.of();
  }

  private static void negatives(RawUsage raw, List<String> remarks) {
    for (Map.Entry<String, Long> number : raw.asMap().entrySet()) {
      if (number.getValue() < 0) {
        remarks.add(number.getKey() + " is " + number.getValue() + "; taken for 0");
      }
    }
  }

  private static void differs(long counted, long own, String what, List<String> remarks) {
    if (counted >= 0 && own >= 0 && counted != own) {
      remarks.add("Bedrock counted " + counted + " tokens of " + what + ", the model " + own);
    }
  }

  private static void exceeds(long total, long details, String name, List<String> remarks) {
    if (details > total) {
      remarks.add(name + " adds up to " + details + ", more than the " + total + " tokens written");
    }
  }

  private static void silent(boolean odd, List<String> remarks) {
    if (odd) {
      remarks.add("outputTokens is 0, but the answer has text");
    }
  }
}
