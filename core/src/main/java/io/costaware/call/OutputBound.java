package io.costaware.call;

import io.costaware.budget.OutputExpectation;
import io.costaware.event.HoldBasis.OutputCap;
import io.costaware.pricing.ModelLimits;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a hold reckons as the output of each answer, and what bounds it there.
 *
 * <p>Immutable.
 *
 * @param tokens output tokens
 * @param cap what bounds them
 * @param percent of a hundred such calls so many stay within, where it was learned; else 0
 * @param answers how many answers it was learned from; else 0
 */
record OutputBound(long tokens, OutputCap cap, int percent, long answers) {
  /** For a model whose output limit nobody knows: above what most models give in one answer. */
  private static final long ASSUMED_LIMIT = 16_384;

  private OutputBound(long tokens, OutputCap cap) {
    this(tokens, cap, 0, 0);
  }

  /**
   * The bound that the request has; null if it caps its output nowhere.
   *
   * @param cap the request's own; {@link CallIntent.Size#UNCAPPED} if it has none
   * @param clampTokens that of a policy or a budget; {@link CallIntent.Size#UNCAPPED} if there is
   *     none
   */
  static @Nullable OutputBound of(long cap, long clampTokens) {
    if (cap == 0) {
      return new OutputBound(0, OutputCap.NO_OUTPUT);
    }
    if (clampTokens > 0 && (cap < 0 || clampTokens < cap)) {
      return new OutputBound(clampTokens, OutputCap.CLAMP);
    }
    return cap > 0 ? new OutputBound(cap, OutputCap.REQUEST) : null;
  }

  /** The bound of the model: its limit, or what is assumed to be. */
  static OutputBound of(ModelLimits limits) {
    return limits.maxOutputTokens() > 0
        ? new OutputBound(limits.maxOutputTokens(), OutputCap.MODEL)
        : new OutputBound(ASSUMED_LIMIT, OutputCap.ASSUMED);
  }

  /**
   * What is expected of a call without a cap: the larger of what the budgets name and what was
   * learned, and never more of this than the model can write.
   *
   * @param learned answers by percent what so many of a hundred such answers stay within
   */
  static OutputBound of(
      OutputExpectation expected,
      ModelLimits limits,
      IntFunction<AnswerLengths.@Nullable Quantile> learned) {
    long fixed = expected.fixedTokens();
    int percent = expected.confidencePercent();
    if (expected.modelMaximum() || percent > 99 || (fixed == 0 && percent == 0)) {
      return of(limits);
    }
    OutputBound named = new OutputBound(fixed, OutputCap.BUDGET);
    if (percent == 0) {
      return named;
    }
    AnswerLengths.Quantile quantile = learned.apply(percent);
    OutputBound likely =
        quantile == null
            ? new OutputBound(LearnedOutput.PRIOR_TOKENS, OutputCap.PRIOR)
            : new OutputBound(quantile.tokens(), OutputCap.LEARNED, percent, quantile.answers());
    long limit = limits.maxOutputTokens();
    if (limit > 0 && likely.tokens >= limit) {
      likely = of(limits);
    }
    return fixed >= likely.tokens ? named : likely;
  }
}
