package io.costaware.testkit.wire;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gemini on Vertex AI on loopback, for a real {@code com.google.genai.Client} whose base URL is
 * {@link #endpoint()}: generateContent, streamGenerateContent (server-sent events), predict,
 * embedContent and countTokens.
 *
 * <p>Credentials are not looked at. Listens on 127.0.0.1 only, at a port the system picks. Safe for
 * use by many threads.
 */
public final class VertexWireServer implements AutoCloseable {

  private static final Set<String> OPERATIONS =
      Set.of("generateContent", "streamGenerateContent", "predict", "embedContent", "countTokens");

  private final Script script = new Script();
  private final WireEngine engine = new WireEngine("vertex", script, new Dialect());

  private VertexWireServer() {}

  /**
   * Starts a server that answers nothing yet: a call without a scripted reply is a 400 that says
   * so.
   *
   * @throws java.io.UncheckedIOException if no port can be had on 127.0.0.1
   */
  public static VertexWireServer start() {
    return new VertexWireServer();
  }

  /** The value for the SDK's {@code HttpOptions.baseUrl}. */
  public URI endpoint() {
    return engine.endpoint();
  }

  /**
   * Answers the next call that has no reply yet; replies are used in this order. Operations that
   * have no reply of their own take a {@link WireAnswer}.
   */
  public void enqueue(WireReply... replies) {
    for (WireReply reply : replies) {
      script.enqueue(reply);
    }
  }

  /**
   * Answers every call for which no reply is queued. What the responder throws is sent: 400 for an
   * {@link IllegalArgumentException}, 500 for others.
   */
  public void always(Function<RecordedRequest, WireReply> responder) {
    script.always(responder);
  }

  /** Every request so far, in the order they came. */
  public List<RecordedRequest> requests() {
    return script.requests();
  }

  /**
   * Waits until so many requests have come.
   *
   * @throws AssertionError if they have not within the limit
   */
  public List<RecordedRequest> awaitRequests(int count, Duration limit) {
    return script.awaitRequests(count, limit);
  }

  /** Replies that the client did not wait for: it left while they were held, stalled or sent. */
  public int abandoned() {
    return script.abandoned();
  }

  /**
   * Waits until the client has left so many replies.
   *
   * @throws AssertionError if it has not within the limit
   */
  public void awaitAbandoned(int count, Duration limit) {
    script.awaitAbandoned(count, limit);
  }

  /** Stops listening and cuts every connection, held and stalled replies included. */
  @Override
  public void close() {
    engine.close();
  }

  private final class Dialect implements WireEngine.Dialect {

    @Override
    public RecordedRequest read(int number, HttpRequest request) {
      List<String> segments = request.segments();
      String last = segments.isEmpty() ? "" : segments.get(segments.size() - 1);
      int colon = last.lastIndexOf(':');
      String verb = colon < 0 ? "" : last.substring(colon + 1);
      boolean known = request.method().equals("POST") && OPERATIONS.contains(verb);
      @Nullable String modelId = known ? last.substring(0, colon) : null;
      return new RecordedRequest(
          number,
          request.method(),
          request.path(),
          request.query(),
          known ? verb : "",
          modelId,
          request.headers(),
          request.body());
    }

    /** Paths that this server does not know can be scripted too, with a {@link WireAnswer}. */
    @Override
    public WireAnswer answer(RecordedRequest request) {
      return script.replyTo(request).answer(request);
    }
  }
}
