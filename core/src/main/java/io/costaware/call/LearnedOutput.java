package io.costaware.call;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.costaware.tags.Tags;
import io.costaware.target.Target;
import org.jspecify.annotations.Nullable;

/**
 * How long the answers of calls without an output cap are, for each model and set of tags, and for
 * each model over all tags. Begins with nothing when the process does.
 *
 * <p>Safe for use by many threads.
 */
final class LearnedOutput {
  /** What is reckoned with while nothing is known. */
  static final long PRIOR_TOKENS = 4_096;

  /** The most models and sets of tags that are kept apart; the least used are forgotten. */
  static final int MOST_KINDS = 10_000;

  private final Cache<Kind, AnswerLengths> lengths =
      Caffeine.newBuilder().maximumSize(MOST_KINDS).executor(Runnable::run).build();

  /**
   * What is learned apart.
   *
   * @param model the base model id
   * @param tags all tags of the calls; null for the model over all tags
   */
  private record Kind(String model, @Nullable Tags tags) {}

  /** The model under which answers are learned: that which is priced, or else the name sent. */
  static String model(@Nullable Target target, String sentModel) {
    return target == null ? sentModel : target.model();
  }

  /** Notes the answer to a call without an output cap. */
  void add(String model, Tags tags, long tokens) {
    of(new Kind(model, tags)).add(tokens);
    of(new Kind(model, null)).add(tokens);
  }

  private AnswerLengths of(Kind kind) {
    AnswerLengths known = lengths.getIfPresent(kind);
    return known != null ? known : lengths.get(kind, unused -> new AnswerLengths());
  }

  /**
   * What so many of a hundred such answers stay within: of calls with these tags, or else of calls
   * to this model.
   *
   * @param percent 1 to 99
   * @return null if there were too few answers of either
   */
  AnswerLengths.@Nullable Quantile within(String model, Tags tags, int percent) {
    AnswerLengths.Quantile quantile = within(new Kind(model, tags), percent);
    return quantile != null ? quantile : within(new Kind(model, null), percent);
  }

  private AnswerLengths.@Nullable Quantile within(Kind kind, int percent) {
    AnswerLengths known = lengths.getIfPresent(kind);
    return known == null ? null : known.within(percent);
  }

  /** How many models and sets of tags are kept apart. */
  long kinds() {
    lengths.cleanUp();
    return lengths.estimatedSize();
  }
}
