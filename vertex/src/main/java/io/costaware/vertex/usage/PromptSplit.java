package io.costaware.vertex.usage;

import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import io.costaware.vertex.usage.Modalities.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Parts a prompt into its modalities, crossed with what the cache served, so that the parts add up
 * to the whole. What no detail explains is text.
 *
 * <p>Safe for use by many threads.
 */
final class PromptSplit {
  private static final String CACHED = "cachedContentTokenCount";
  private static final List<String> CACHE_DETAILS = List.of("cacheTokensDetails");

  private PromptSplit() {}

  static void add(
      RawUsage raw,
      long prompt,
      Modalities details,
      Usage.Builder usage,
      List<String> remarks) {
    Modalities cacheDetails = Modalities.of(raw, CACHE_DETAILS);
    long cached = raw.get(CACHED).isPresent() ? raw.orZero(CACHED) : cacheDetails.sum();
    if (cached > prompt) {
      remarks.add("the prompt has " + prompt + " tokens, " + cached + " of them cached");
    }
    if (details.sum() > prompt) {
      remarks.add(
          "the prompt has " + prompt + " tokens, its details add up to " + details.sum());
    }
    Map<Kind, Long> fresh = new EnumMap<>(Kind.class);
    Map<Kind, Long> served = new EnumMap<>(Kind.class);
    long text = prompt;
    long cachedText = cached;
    for (Kind kind : Kind.values()) {
      long cachedHere = Math.min(cachedText, cacheDetails.get(kind));
      long all = Math.min(text, Math.max(cachedHere, details.get(kind)));
      served.put(kind, cachedHere);
      fresh.put(kind, Math.max(0, all - cachedHere));
      text -= all;
      cachedText -= cachedHere;
    }
    // More text was cached than there is: without details the rest can only be of another kind.
    long moved = Math.max(0, cachedText - text);
    for (Kind kind : Kind.values()) {
      long part = Math.min(moved, fresh.get(kind));
      fresh.merge(kind, -part, Long::sum);
      served.merge(kind, part, Long::sum);
      cachedText -= part;
      moved -= part;
    }
    for (Kind kind : Kind.values()) {
      usage.add(kind.input(), fresh.get(kind));
      usage.add(kind.cached(), served.get(kind));
    }
    usage.add(Meter.INPUT, Math.max(0, text - cachedText));
    usage.add(Meter.CACHE_READ, cachedText);
  }
}
