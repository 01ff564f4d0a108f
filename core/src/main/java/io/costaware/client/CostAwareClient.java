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

  /** What a prompt may cost, without sending it or holding anything. */
  Estimate estimate(Prompt prompt);

  /** Closes what this client made; a client that was handed in stays open. */
  @Override
  void close();
}
