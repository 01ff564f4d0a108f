package io.costaware.event;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * How the hold of a call was reckoned.
 *
 * <p>Immutable.
 *
 * @param inputTokens tokens of input
 * @param inputKnown how they were come by, for example {@code estimated} or {@code counted}
 * @param outputTokens tokens of output, for each answer asked for
 * @param outputCap what bounds the output
 * @param candidates answers asked for, at least 1
 * @param openEnded whether fees may come on top that no cap bounds, such as grounding or server
 *     tools, so that the hold may not cover the call
 * @param confidencePercent of a hundred calls of learned output so many stay within it; 0 where
 *     nothing was learned
 * @param learnedFrom the answers it was learned from; 0 where nothing was
 */
public record HoldBasis(
    long inputTokens,
    String inputKnown,
    long outputTokens,
    OutputCap outputCap,
    int candidates,
    boolean openEnded,
    int confidencePercent,
    long learnedFrom) {

  /**
   * What bounds the output of a call.
   *
   * <p>Immutable.
   */
  public enum OutputCap {
    /** The operation makes no output tokens. */
    NO_OUTPUT("no output tokens"),
    /** The request's own cap. */
    REQUEST("output capped by the request at %d tokens"),
    /** The clamp of a policy or of a budget. */
    CLAMP("output clamped to %d tokens"),
    /** No cap; a budget names what to reckon with. */
    BUDGET("no output cap, so the budget's default of %d tokens"),
    /** No cap; what most answers to such calls stay within. */
    LEARNED("no output cap, so %d tokens"),
    /** No cap, and too few answers yet to learn from. */
    PRIOR("no output cap and too few answers to learn from, so %d tokens"),
    /** No cap; the model's limit. */
    MODEL("no output cap, so the model's limit of %d tokens"),
    /** No cap, and the model's limit is not known. */
    ASSUMED("no output cap and no known limit of the model, so an assumed %d tokens");

    private final String words;

    OutputCap(String words) {
      this.words = words;
    }

    /** The name in files. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the provider itself stops the output there. */
    public boolean isBinding() {
      return this == NO_OUTPUT || this == REQUEST || this == CLAMP || this == MODEL;
    }
  }

  /** Checks the numbers. */
  public HoldBasis {
    requireNonNull(inputKnown, "inputKnown");
    requireNonNull(outputCap, "outputCap");
    if (inputTokens < 0
        || outputTokens < 0
        || candidates < 1
        || confidencePercent < 0
        || learnedFrom < 0) {
      throw new IllegalArgumentException(
          "A hold's basis of "
              + inputTokens
              + " input tokens, "
              + outputTokens
              + " output tokens and "
              + candidates
              + " answers, learned from "
              + learnedFrom
              + " at "
              + confidencePercent
              + " %, cannot be");
    }
  }

  /** A basis of which nothing was learned. */
  public HoldBasis(
      long inputTokens,
      String inputKnown,
      long outputTokens,
      OutputCap outputCap,
      int candidates,
      boolean openEnded) {
    this(inputTokens, inputKnown, outputTokens, outputCap, candidates, openEnded, 0, 0);
  }

  /**
   * Whether the hold covers all that the call can take: something binds its output, and no fee is
   * open-ended.
   */
  public boolean coversCall() {
    return outputCap.isBinding() && !openEnded;
  }

  /** Output tokens of all answers. */
  public long allOutputTokens() {
    return Math.multiplyExact(outputTokens, (long) candidates);
  }

  /** All tokens, in and out. */
  public long allTokens() {
    return Math.addExact(inputTokens, allOutputTokens());
  }

  /** In words. */
  @Override
  public String toString() {
    return "input "
        + inputKnown
        + " at "
        + inputTokens
        + " tokens, "
        + outputCap.words.formatted(outputTokens)
        + (learnedFrom == 0
            ? ""
            : ", which "
                + confidencePercent
                + " of 100 such calls stay within, learned from "
                + learnedFrom
                + " answers")
        + (candidates > 1 ? " for each of " + candidates + " answers" : "")
        + (outputCap.isBinding() ? "" : "; an answer may be longer")
        + (openEnded ? "; fees for grounding or server tools may come on top" : "");
  }
}
