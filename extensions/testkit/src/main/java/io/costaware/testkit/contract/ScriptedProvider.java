package io.costaware.testkit.contract;

import io.costaware.CostAware;
import io.costaware.client.CostAwareClient;
import io.costaware.client.NativeRequest;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A provider under test: real SDK clients, and a local server that answers what a test says. What
 * is scripted answers the next requests, in that order; {@link #answerAlways} answers all for which
 * nothing is left.
 *
 * <p>Safe for use by many threads.
 */
public interface ScriptedProvider extends AutoCloseable {
  /** A client over a real SDK client that points at the server; closed by the contract. */
  CostAwareClient client(CostAware costs);

  /** A model that converses; the contract gives it a price. */
  String model();

  /** A model that embeds; the contract gives it a price. */
  String embeddingModel();

  /** A model that nobody has a price for. */
  String unpricedModel();

  /** Answers a request, in one piece or, to a streaming one, in these pieces. */
  void answer(int inputTokens, int outputTokens, String... pieces);

  /** Answers all further requests. */
  void answerAlways(int inputTokens, int outputTokens, String... pieces);

  /** Holds an answer back until the gate is at zero. */
  void answerAfter(CountDownLatch gate, int inputTokens, int outputTokens, String text);

  /** Asks for a tool. */
  void askForTool(String name, String arguments);

  /** Answers an embedding request for one text. */
  void embed(int inputTokens, float... vector);

  /** Fails one request with an HTTP status, 400 or above. */
  void fail(int status);

  /** Fails all further requests with an HTTP status, 400 or above. */
  void failAlways(int status);

  /** Sends these pieces of a stream and ends it properly, without telling the usage. */
  void endWithoutUsage(String... pieces);

  /** Sends these pieces of a stream and then an error in the provider's own way. */
  void failInStream(String... pieces);

  /** Sends these pieces of a stream and then nothing until the gate is at zero. */
  void stallAfter(CountDownLatch gate, String... pieces);

  /** Answers a request to count the tokens of a prompt. */
  void count(int inputTokens);

  /** Refuses a request to count the tokens of a prompt. */
  void refuseToCount();

  /** How many requests have come. */
  int requests();

  /** The body of the last request as text. */
  String lastBody();

  /**
   * Whether a client has left an answer that was still on its way, its connection closed; true
   * where there is no connection to close.
   */
  boolean hungUp();

  /** The tags that the last request carries in the provider's own way. */
  Map<String, String> lastTags();

  /** Whether failures such as 503 are tried again, each attempt with its own event. */
  boolean showsRetries();

  /**
   * A request in the provider's own body, which {@link #answer} answers.
   *
   * @throws UnsupportedOperationException if the provider has no such call
   */
  default NativeRequest nativeRequest(String text) {
    throw new UnsupportedOperationException();
  }

  /** Whether there is a call with the provider's own body. */
  default boolean supportsInvoke() {
    return false;
  }

  /** Stops the server and closes the SDK's clients. */
  @Override
  void close();
}
