package io.costaware.call;

import java.time.Duration;

/**
 * Has a provider count the input of one request, at no cost. Asked only where a budget that says so
 * has no room for the estimate of the input, on the thread that opens the call, which waits for it.
 *
 * <p>Safe for use by many threads.
 */
@FunctionalInterface
public interface FreeCount {
  /** How long a count may take. */
  Duration LONGEST = Duration.ofSeconds(2);

  /**
   * The tokens of the input of exactly the request that is to be sent: instructions, tools, history
   * and media included. At least 1.
   *
   * @param longest how long it may take; the answer or a failure must come within it
   * @throws Exception if it cannot be counted; then the estimate is kept and the event says so
   */
  long tokens(Duration longest) throws Exception;
}
