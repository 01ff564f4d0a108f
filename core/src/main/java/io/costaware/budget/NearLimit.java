package io.costaware.budget;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What is tried for a call that does not fit before it is refused, in this order: counting its
 * input, lowering its output cap, waiting.
 *
 * <p>Immutable.
 *
 * @param count whether the provider's free token count replaces the estimate of the input
 * @param clampTokens the least output that is worth a call: its output cap may be lowered to what
 *     is left, but not below; 0 if it is never lowered
 * @param longestWait how long the call may wait for open calls to end; zero if it does not wait
 */
public record NearLimit(boolean count, long clampTokens, Duration longestWait) {
  /** The longest wait. Stands first, because the constructor looks at it. */
  public static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /** Nothing is tried. */
  public static final NearLimit REFUSE = new NearLimit(false, 0, Duration.ZERO);

  /** Checks the figures. */
  public NearLimit {
    requireNonNull(longestWait, "longestWait");
    if (clampTokens < 0) {
      throw new IllegalArgumentException(
          "The least output that is worth a call is " + clampTokens + " tokens; give 1 or more");
    }
    if (longestWait.isNegative() || longestWait.compareTo(LONGEST_WAIT) > 0) {
      throw new IllegalArgumentException(
          "The wait for room is " + longestWait + "; give one from PT0S to " + LONGEST_WAIT);
    }
  }
}
