package io.costaware.client;

import static java.util.Objects.requireNonNull;

import io.costaware.call.CallIntent;
import io.costaware.call.CallMeter;
import io.costaware.call.ExpectedInput;
import io.costaware.pricing.Estimate;

/**
 * How many tokens of input the provider counted in a prompt, or why nobody counted.
 *
 * <p>Immutable.
 *
 * @param tokens tokens of input; {@link #NONE} if nobody counted
 * @param because why a provider that was asked did not count, without anything of the prompt; empty
 *     if it counted or was not asked
 */
public record PromptCount(long tokens, String because) {
  /** Nobody counted. */
  public static final long NONE = -1;

  /** Refuses a number that cannot be a count. */
  public PromptCount {
    requireNonNull(because, "because");
    if (tokens < NONE) {
      throw new IllegalArgumentException(
          "A prompt cannot have " + tokens + " tokens; use a number from 0 on");
    }
  }

  /** No provider was asked. */
  public static PromptCount notAsked() {
    return new PromptCount(NONE, "");
  }

  /**
   * The provider's answer.
   *
   * @param tokens what it counted; below zero if it did not say
   */
  public static PromptCount of(long tokens) {
    return tokens < 0 ? failed("it told no number") : new PromptCount(tokens, "");
  }

  /** The provider did not count. */
  public static PromptCount failed(String why) {
    return new PromptCount(NONE, "because the provider did not count: " + why);
  }

  /** The provider did not count; told by the kind of the failure alone. */
  public static PromptCount failed(Throwable failure) {
    return failed(failure.getClass().getSimpleName());
  }

  /** What the prompt may cost, its input as it was counted, or else reckoned. */
  public Estimate estimate(CallMeter meter, CallIntent intent, Prompt prompt) {
    if (tokens == NONE) {
      return meter.estimate(intent, PromptTokens.of(prompt).expected(because));
    }
    CallIntent counted =
        new CallIntent(
            intent.origin(),
            intent.operation(),
            intent.model(),
            intent.tier(),
            intent.tags(),
            intent.size().counted(tokens),
            intent.attributes());
    return meter.estimate(counted, new ExpectedInput("", model -> tokens));
  }
}
