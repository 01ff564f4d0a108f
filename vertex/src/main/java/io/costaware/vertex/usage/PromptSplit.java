package io.costaware.vertex.usage;

import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import io.costaware.vertex.usage.Modalities.Kind;
import java.util.List;

/**
 * Parts a prompt into its modalities, crossed with what the cache served, so that the parts add up
 * to the whole. What no detail explains is text.
 *
 * <p>Safe for use by many threads.
 */
final class PromptSplit {
  private static final String CACHED = "cachedContentTokenCount";
  private static final Kind[] KINDS = Kind.values();
  private static final List<Modalities.Names> CACHE_DETAILS =
      List.of(Modalities.names("cacheTokensDetails"));

  private PromptSplit() {}

  static void add(
      RawUsage raw, long prompt, Modalities details, Usage.Builder usage, List<String> remarks) {
    Modalities cacheDetails = Modalities.of(raw, CACHE_DETAILS);
    long cached = raw.get(CACHED).isPresent() ? raw.orZero(CACHED) : cacheDetails.sum();
    if (cached > prompt) {
      remarks.add("the prompt has " + prompt + " tokens, " + cached + " of them cached");
    }
    if (details.sum() > prompt) {
      remarks.add("the prompt has " + prompt + " tokens, its details add up to " + details.sum());
    }
    long[] fresh = new long[KINDS.length];
    long[] served = new long[KINDS.length];
    long text = prompt;
    long cachedText = cached;
    for (int i = 0; i < KINDS.length; i++) {
      served[i] = Math.min(Math.min(text, cachedText), cacheDetails.get(KINDS[i]));
      long all = Math.min(text, Math.max(served[i], details.get(KINDS[i])));
      fresh[i] = Math.max(0, all - served[i]);
      text -= all;
      cachedText -= served[i];
    }
    // More text was cached than there is: without details the rest can only be of another kind.
    long moved = Math.max(0, cachedText - text);
    for (int i = 0; i < KINDS.length; i++) {
      long part = Math.min(moved, fresh[i]);
      moved -= part;
      cachedText -= part;
      usage.add(KINDS[i].input(), fresh[i] - part);
      usage.add(KINDS[i].cached(), served[i] + part);
    }
    usage.add(Meter.INPUT, Math.max(0, text - cachedText));
    usage.add(Meter.CACHE_READ, cachedText);
  }
}
