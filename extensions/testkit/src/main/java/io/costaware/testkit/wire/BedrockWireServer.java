package io.costaware.testkit.wire;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Amazon Bedrock on loopback, for real SDK clients: the endpoint of a Bedrock runtime client, and
 * of a Bedrock and a Resource Groups Tagging client for {@link #profiles() inference profiles}.
 *
 * <p>Credentials and signatures are not looked at. It speaks HTTP/1.1: an async client needs {@code
 * NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1)}. Listens on 127.0.0.1 only, at a
 * port the system picks. Safe for use by many threads.
 */
public final class BedrockWireServer implements AutoCloseable {

  private static final Map<String, String> MODEL_OPERATIONS =
      Map.of(
          "converse", "Converse",
          "converse-stream", "ConverseStream",
          "invoke", "InvokeModel",
          "invoke-with-response-stream", "InvokeModelWithResponseStream",
          "count-tokens", "CountTokens");

  private static final String GET_RESOURCES = "ResourceGroupsTaggingAPI_20170126.GetResources";

  private final Script script = new Script();
  private final ProfileShelf profiles = new ProfileShelf();
  private final WireEngine engine = new WireEngine("bedrock", script, new Dialect());

  private BedrockWireServer() {}

  /**
   * Starts a server that answers nothing yet: a call without a scripted reply is a 400 that says
   * so.
   *
   * @throws java.io.UncheckedIOException if no port can be had on 127.0.0.1
   */
  public static BedrockWireServer start() {
    return new BedrockWireServer();
  }

  /** The value for the SDK's {@code endpointOverride}. */
  public URI endpoint() {
    return engine.endpoint();
  }

  /**
   * Answers the next call that has no reply yet, profile look-ups apart; replies are used in this
   * order. Operations that have no reply of their own take a {@link WireAnswer}.
   */
  public void enqueue(WireReply... replies) {
    for (WireReply reply : replies) {
      script.enqueue(reply);
    }
  }

  /**
   * Answers every call, profile look-ups apart, for which no reply is queued. What the responder
   * throws is sent: 400 for an {@link IllegalArgumentException}, 500 for others.
   */
  public void always(Function<RecordedRequest, WireReply> responder) {
    script.always(responder);
  }

  /** Every request so far, profile look-ups included, in the order they came. */
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

  /** The inference profiles that GetResources and GetInferenceProfile tell of. */
  public ProfileShelf profiles() {
    return profiles;
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
      String operation = operation(request, segments);
      return new RecordedRequest(
          number,
          request.method(),
          request.path(),
          request.query(),
          operation,
          subject(operation, segments),
          request.headers(),
          request.body());
    }

    /** Operations that this server does not know can be scripted too, with a {@link WireAnswer}. */
    @Override
    public WireAnswer answer(RecordedRequest request) {
      WireReply reply =
          switch (request.operation()) {
            case "GetResources" -> profiles.resources(request);
            case "GetInferenceProfile" -> profiles.profile(request);
            default -> script.replyTo(request);
          };
      return reply
          .answer(request)
          .withHeader(
              "x-amzn-RequestId", "00000000-0000-4000-8000-%012d".formatted(request.number()));
    }

    private static String operation(HttpRequest request, List<String> segments) {
      if (request.headers().getOrDefault("x-amz-target", List.of()).contains(GET_RESOURCES)) {
        return "GetResources";
      }
      if (request.method().equals("POST")
          && segments.size() == 3
          && segments.get(0).equals("model")) {
        return MODEL_OPERATIONS.getOrDefault(segments.get(2), "");
      }
      if (request.method().equals("GET")
          && segments.size() == 2
          && segments.get(0).equals("inference-profiles")) {
        return "GetInferenceProfile";
      }
      return "";
    }

    private static @Nullable String subject(String operation, List<String> segments) {
      return operation.isEmpty() || operation.equals("GetResources") ? null : segments.get(1);
    }
  }
}
