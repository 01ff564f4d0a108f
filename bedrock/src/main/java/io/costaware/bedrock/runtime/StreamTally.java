package io.costaware.bedrock.runtime;

import io.costaware.event.CallResult;
import io.costaware.event.Outcome;

/** What one attempt of a stream has brought. Taken by one thread at a time, read by any. */
interface StreamTally<E> {
  /** Takes an event of the stream. */
  void take(E event);

  /** Whether anything came, so that the model had begun. */
  boolean begun();

  /** Tokens of output that have come, told by the provider or reckoned. */
  long outputTokens();

  /** Whether the provider has told them. */
  boolean isOutputTold();

  /** Whether the usage is whole and grows no more, though the stream may yet fail. */
  boolean complete();

  /**
   * What is known.
   *
   * @param result how the attempt ended
   * @param whole whether the stream came to its own end
   */
  Outcome outcome(CallResult result, boolean whole);
}
