package io.costaware.budget;

/**
 * What a budget reckons with where a request does not cap its output.
 *
 * <p>Immutable.
 *
 * @param modelMaximum whether all that the model can write is held, so that the limit holds for
 *     certain
 * @param fixedTokens a number of tokens; 0 if none is named
 * @param confidencePercent of a hundred such calls so many are to stay within what is held, learned
 *     from the answers to earlier ones; 0 if nothing is learned
 */
public record OutputExpectation(boolean modelMaximum, long fixedTokens, int confidencePercent) {
  /** What counts where a budget says nothing: learned, for 99 calls of a hundred. */
  public static final OutputExpectation LEARNED = new OutputExpectation(false, 0, 99);

  /** What a budget of requests reckons with, which output does not concern. */
  public static final OutputExpectation NONE = new OutputExpectation(false, 0, 0);

  /** Checks the figures. */
  public OutputExpectation {
    if (fixedTokens < 0 || fixedTokens > Budget.MAX_LIMIT) {
      throw new IllegalArgumentException(
          "The output to reckon with is " + fixedTokens + " tokens; give 1 to " + Budget.MAX_LIMIT);
    }
    if (confidencePercent < 0 || confidencePercent > 100) {
      throw new IllegalArgumentException(
          "The confidence in the expected output is " + confidencePercent + " %; give 50 to 99");
    }
  }

  /** What satisfies both: the larger of all. */
  public OutputExpectation and(OutputExpectation other) {
    return new OutputExpectation(
        modelMaximum || other.modelMaximum,
        Math.max(fixedTokens, other.fixedTokens),
        Math.max(confidencePercent, other.confidencePercent));
  }
}
