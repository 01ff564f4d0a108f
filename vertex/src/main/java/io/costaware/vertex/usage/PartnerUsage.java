package io.costaware.vertex.usage;

import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Restates the counts of a partner's model as net quantities. Claude counts fresh input, reads and
 * writes of the cache beside one another; the forms after OpenAI's count a prompt that includes
 * what was cached.
 *
 * <p>Immutable.
 *
 * @param usage the net quantities
 * @param remarks what does not add up, in words; it is told and never repaired
 */
record PartnerUsage(Usage usage, List<String> remarks) {
  private static final String NET_INPUT = "input_tokens";
  private static final String OUTPUT = "output_tokens";
  private static final String READ = "cache_read_input_tokens";
  private static final String WRITTEN = "cache_creation_input_tokens";
  private static final String WRITTEN_5M = "cache_creation.ephemeral_5m_input_tokens";
  private static final String WRITTEN_1H = "cache_creation.ephemeral_1h_input_tokens";
  private static final String SEARCHES = "server_tool_use.web_search_requests";
  private static final String INPUT_CACHED = "input_tokens_details.cached_tokens";
  private static final String PROMPT = "prompt_tokens";
  private static final String COMPLETION = "completion_tokens";
  private static final String TOTAL = "total_tokens";
  private static final String PROMPT_CACHED = "prompt_tokens_details.cached_tokens";
  private static final String PROMPT_HIT = "prompt_cache_hit_tokens";
  private static final String REASONING = "completion_tokens_details.reasoning_tokens";
  private static final String PAGES = "pages_processed";

  /** The names that are read; whatever else an answer counts is a part of one of these. */
  static final Set<String> COUNTS =
      Set.of(
          NET_INPUT,
          OUTPUT,
          READ,
          WRITTEN,
          WRITTEN_5M,
          WRITTEN_1H,
          SEARCHES,
          INPUT_CACHED,
          PROMPT,
          COMPLETION,
          TOTAL,
          PROMPT_CACHED,
          PROMPT_HIT,
          REASONING,
          PAGES);

  PartnerUsage {
    remarks = List.copyOf(remarks);
  }

  /** Whether anything that is billed was counted. */
  static boolean isCounted(RawUsage raw) {
    return List.of(NET_INPUT, OUTPUT, READ, WRITTEN, PROMPT, COMPLETION, PAGES).stream()
        .anyMatch(name -> raw.get(name).isPresent());
  }

  /** Throws an ArithmeticException if counts add up to more than a {@code long} holds. */
  static PartnerUsage of(RawUsage raw) {
    Usage.Builder usage = Usage.builder();
    List<String> remarks = new ArrayList<>(0);
    if (raw.get(PROMPT).isPresent() || raw.get(COMPLETION).isPresent()) {
      long cached =
          raw.get(PROMPT_CACHED).isPresent() ? raw.orZero(PROMPT_CACHED) : raw.orZero(PROMPT_HIT);
      gross(raw.orZero(PROMPT), cached, usage, remarks);
      usage.add(Meter.OUTPUT, raw.orZero(COMPLETION));
      usage.add(Meter.OUTPUT, thoughtsOutside(raw));
    } else if (raw.get(INPUT_CACHED).isPresent()) {
      gross(raw.orZero(NET_INPUT), raw.orZero(INPUT_CACHED), usage, remarks);
      usage.add(Meter.OUTPUT, raw.orZero(OUTPUT));
    } else {
      usage.add(Meter.INPUT, raw.orZero(NET_INPUT));
      usage.add(Meter.CACHE_READ, raw.orZero(READ));
      writes(raw, usage, remarks);
      usage.add(Meter.OUTPUT, raw.orZero(OUTPUT));
    }
    usage.add(Meter.WEB_SEARCH, raw.orZero(SEARCHES));
    usage.add(Meter.OCR_PAGE, raw.orZero(PAGES));
    return new PartnerUsage(usage.build(), remarks);
  }

  private static void gross(long prompt, long cached, Usage.Builder usage, List<String> remarks) {
    if (cached > prompt) {
      remarks.add("the prompt has " + prompt + " tokens, " + cached + " of them cached");
    }
    usage.add(Meter.INPUT, Math.max(0, prompt - cached));
    usage.add(Meter.CACHE_READ, cached);
  }

  /** Some models count their thoughts beside the completion; their total shows it. */
  private static long thoughtsOutside(RawUsage raw) {
    long thoughts = raw.orZero(REASONING);
    long sum = Math.addExact(Math.addExact(raw.orZero(PROMPT), raw.orZero(COMPLETION)), thoughts);
    return thoughts > 0 && raw.get(TOTAL).isPresent() && raw.orZero(TOTAL) == sum ? thoughts : 0;
  }

  /** A remainder that no lifetime explains was written for five minutes. */
  private static void writes(RawUsage raw, Usage.Builder usage, List<String> remarks) {
    long short5m = raw.orZero(WRITTEN_5M);
    long long1h = raw.orZero(WRITTEN_1H);
    long split = Math.addExact(short5m, long1h);
    long all = raw.get(WRITTEN).isPresent() ? raw.orZero(WRITTEN) : split;
    if (split > all) {
      remarks.add(all + " tokens were written to the cache, by lifetime they are " + split);
    }
    usage.add(Meter.CACHE_WRITE_5M, short5m);
    usage.add(Meter.CACHE_WRITE_5M, Math.max(0, all - split));
    usage.add(Meter.CACHE_WRITE_1H, long1h);
  }
}
