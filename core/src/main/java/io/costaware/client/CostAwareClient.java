package io.costaware.client;

import io.costaware.pricing.Estimate;
import io.costaware.target.Provider;
import java.util.concurrent.CompletableFuture;

/**
 * One interface for both clouds. Every call is tagged, held, sent, settled and told about, and its
 * answer carries the receipt.
 *
 * <p>Calls are refused with {@link io.costaware.call.CallRefusedException}: thrown by blocking
 * methods, the cause of the future of async ones, the failure of a stream. What the provider's SDK
 * throws comes through unchanged.
 *
 * <p>Safe for use by many threads.
 */
public interface CostAwareClient extends AutoCloseable {
  /** Who answers. */
  Provider provider();

  /** Asks and waits for the whole answer. */
  Answer converse(Prompt prompt);

  /**
   * Asks; the future completes after the event was told. Cancelling it cancels the call where the
   * provider's SDK can; elsewhere the call goes on, and its cost is told when it ends.
   */
  CompletableFuture<Answer> converseAsync(Prompt prompt);

  /** Asks and gives the answer in pieces. The call goes out when the stream is first read. */
  AnswerStream converseStream(Prompt prompt);

  /**
   * Sends the provider's own body.
   *
   * @throws UnsupportedOperationException if the provider's SDK has no such call; the message says
   *     what to use instead
   */
  NativeAnswer invoke(NativeRequest request);

  /** Embeds texts. */
  EmbedAnswer embed(EmbedRequest request);

  /**
   * What a prompt may cost at most and what is likelier, without sending it or holding anything:
   * the same as with {@link Counting#RECKONED}.
   */
  default Estimate estimate(Prompt prompt) {
    return estimate(prompt, Counting.RECKONED);
  }

  /**
   * What a prompt may cost at most and what is likelier, without holding anything. Where the
   * provider counts, it is sent the prompt by its free operation, of which no event tells.
   */
  Estimate estimate(Prompt prompt, Counting counting);

  /**
   * The same without waiting. The future fails with what {@link #estimate(Prompt, Counting)} would
   * throw.
   */
  CompletableFuture<Estimate> estimateAsync(Prompt prompt, Counting counting);

  /** Closes what this client made; a client that was handed in stays open. */
  @Override
  void close();
}
