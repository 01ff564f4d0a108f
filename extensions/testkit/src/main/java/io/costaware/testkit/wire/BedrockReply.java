package io.costaware.testkit.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What Amazon Bedrock says, ready to be enqueued: {@code BedrockReply.text("Hello").usage(433,
 * 16).cacheRead(2752)}. Immutable.
 */
public final class BedrockReply {

  private BedrockReply() {}

  /**
   * An answer to Converse or, as one delta, to ConverseStream. Unless told otherwise it used 10
   * input and 5 output tokens and stopped at the end of its turn.
   */
  public static ConverseReply text(String text) {
    return stream(text);
  }

  /** The same in several deltas; Converse gets them joined. */
  public static ConverseReply stream(String... deltas) {
    return ConverseReply.of(new ConverseBlock.Text(List.of(deltas)));
  }

  /**
   * An answer that asks for a tool; it stops for {@code tool_use}.
   *
   * @param input the tool's input as a JSON object
   * @throws IllegalArgumentException if the input is not JSON
   */
  public static ConverseReply toolUse(String id, String name, String input) {
    return ConverseReply.empty().toolUse(id, name, input);
  }

  /**
   * An answer to InvokeModel in the model's native form, without usage headers until they are set.
   *
   * @throws IllegalArgumentException if the body is not JSON
   */
  public static InvokeReply invoke(String body) {
    return InvokeReply.of(Json.parse(body));
  }

  /** The same from a tree. */
  public static InvokeReply invoke(JsonNode body) {
    return InvokeReply.of(body);
  }

  /**
   * An answer to InvokeModelWithResponseStream: one chunk for each native event.
   *
   * @throws IllegalArgumentException if an event is not a JSON object
   */
  public static InvokeStreamReply invokeStream(String... events) {
    return InvokeStreamReply.of(List.of(events).stream().map(Json::parse).toList());
  }

  /** The same from trees. */
  public static InvokeStreamReply invokeStream(List<? extends JsonNode> events) {
    return InvokeStreamReply.of(events);
  }

  /** An answer to CountTokens. */
  public static WireAnswer tokens(int inputTokens) {
    return WireAnswer.json(200, Json.object().put("inputTokens", inputTokens));
  }

  /**
   * A refusal before any work.
   *
   * @param status the HTTP status, 400 to 599
   * @param type the error's shape name, for example {@code ValidationException}
   */
  public static WireAnswer error(int status, String type, String message) {
    return error(status, type, Json.object().put("message", message));
  }

  /** 400 {@code ValidationException}; the SDK does not retry it. */
  public static WireAnswer validation(String message) {
    return error(400, "ValidationException", message);
  }

  /** 403 {@code AccessDeniedException}; the SDK does not retry it. */
  public static WireAnswer accessDenied() {
    return error(403, "AccessDeniedException", "You don't have access to the model");
  }

  /** 429 {@code ThrottlingException}; the SDK retries it. */
  public static WireAnswer throttled() {
    return error(429, "ThrottlingException", "Too many requests, please wait before trying again");
  }

  /** 408 {@code ModelTimeoutException}. */
  public static WireAnswer modelTimeout() {
    return error(408, "ModelTimeoutException", "The model took too long");
  }

  /** 424 {@code ModelErrorException} of a model that answered 500. */
  public static WireAnswer modelError() {
    ObjectNode body =
        Json.object()
            .put("message", "The model could not process the request")
            .put("originalStatusCode", 500)
            .put("resourceName", "model");
    return error(424, "ModelErrorException", body);
  }

  /** 500 {@code InternalServerException}; the SDK retries it. */
  public static WireAnswer internal() {
    return error(500, "InternalServerException", "Internal failure");
  }

  /** 503 {@code ServiceUnavailableException}; the SDK retries it. */
  public static WireAnswer unavailable() {
    return error(503, "ServiceUnavailableException", "Service unavailable");
  }

  static WireAnswer error(int status, String type, ObjectNode body) {
    if (status < 400) {
      throw new IllegalArgumentException("an error's status must be 400 to 599, was " + status);
    }
    return WireAnswer.json(status, body).withHeader("x-amzn-errortype", type);
  }

  /** The payload of an exception event inside a stream. */
  static ObjectNode streamFault(String type, String message) {
    ObjectNode payload = Json.object().put("message", message);
    if (type.equals("modelStreamErrorException")) {
      payload.put("originalStatusCode", 500).put("originalMessage", message);
    }
    return payload;
  }

  static IllegalArgumentException mismatch(String reply, RecordedRequest request) {
    return new IllegalArgumentException(
        "The scripted reply is for " + reply + ", the request is " + request.operation());
  }
}
