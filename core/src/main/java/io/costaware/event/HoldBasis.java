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
 */
public record HoldBasis(
    long inputTokens,
    String inputKnown,
    long outputTokens,
    OutputCap outputCap,
    int candidates,
    boolean openEnded) {

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
    /** A policy's clamp. */
    CLAMP("output clamped by a policy to %d tokens"),
    /** No cap; a budget names what to reckon with. */
    BUDGET("no output cap, so the budget's default of %d tokens"),
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
    if (inputTokens < 0 || outputTokens < 0 || candidates < 1) {
      throw new IllegalArgumentException(
          "A hold's basis of "
              + inputTokens
              + " input tokens, "
              + outputTokens
              + " output tokens and "
              + candidates
              + " answers cannot be");
    }
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
        + (candidates > 1 ? " for each of " + candidates + " answers" : "")
        + (openEnded ? "; fees for grounding or server tools may come on top" : "");
  }
}
