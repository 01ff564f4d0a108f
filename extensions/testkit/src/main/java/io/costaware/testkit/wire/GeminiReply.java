package io.costaware.testkit.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What Gemini on Vertex AI says, ready to be enqueued: {@code GeminiReply.text("Hi").usage(18,
 * 89).thoughts(83).trafficType("ON_DEMAND")}. Immutable.
 */
public final class GeminiReply {

  private GeminiReply() {}

  /**
   * An answer to generateContent or, as one event, to streamGenerateContent. Unless told otherwise
   * it used 10 prompt and 5 candidate tokens on demand and stopped with {@code STOP}.
   */
  public static GenerateReply text(String text) {
    return stream(text);
  }

  /** The same in several events; generateContent gets them joined. */
  public static GenerateReply stream(String... deltas) {
    return GenerateReply.empty().thenText(deltas);
  }

  /**
   * An answer that calls a function.
   *
   * @param args the function's arguments as a JSON object
   * @throws IllegalArgumentException if the arguments are not JSON
   */
  public static GenerateReply functionCall(String name, String args) {
    return GenerateReply.empty().functionCall(name, args);
  }

  /**
   * An answer to a prompt that was blocked: no candidate, and only the prompt is counted.
   *
   * @param reason for example {@code SAFETY} or {@code PROHIBITED_CONTENT}
   */
  public static GenerateReply blocked(String reason) {
    return GenerateReply.empty().blockedPrompt(reason);
  }

  /** An answer to predict or embedContent with one vector. */
  public static EmbedReply embedding(int tokens, float... values) {
    return EmbedReply.empty().embedding(tokens, values);
  }

  /** An answer to countTokens. */
  public static WireAnswer tokens(int totalTokens) {
    return WireAnswer.json(200, Json.object().put("totalTokens", totalTokens));
  }

  /**
   * A refusal before any work.
   *
   * @param code the HTTP status, 400 to 599
   * @param status the canonical name, for example {@code RESOURCE_EXHAUSTED}
   */
  public static WireAnswer error(int code, String status, String message) {
    if (code < 400) {
      throw new IllegalArgumentException("an error's code must be 400 to 599, was " + code);
    }
    return WireAnswer.json(code, errorBody(code, status, message));
  }

  /** 400 {@code INVALID_ARGUMENT}; the SDK does not retry it. */
  public static WireAnswer invalid(String message) {
    return error(400, "INVALID_ARGUMENT", message);
  }

  /** 403 {@code PERMISSION_DENIED}; the SDK does not retry it. */
  public static WireAnswer denied() {
    return error(403, "PERMISSION_DENIED", "Permission denied on the model");
  }

  /** 429 {@code RESOURCE_EXHAUSTED}; the SDK retries it. */
  public static WireAnswer exhausted() {
    return error(429, "RESOURCE_EXHAUSTED", "Resource exhausted, please try again later");
  }

  /** 500 {@code INTERNAL}; the SDK retries it. */
  public static WireAnswer internal() {
    return error(500, "INTERNAL", "Internal error");
  }

  /** 503 {@code UNAVAILABLE}; the SDK retries it. */
  public static WireAnswer unavailable() {
    return error(503, "UNAVAILABLE", "The service is currently unavailable");
  }

  static ObjectNode errorBody(int code, String status, String message) {
    ObjectNode body = Json.object();
    body.putObject("error").put("code", code).put("message", message).put("status", status);
    return body;
  }

  static IllegalArgumentException mismatch(List<String> operations, RecordedRequest request) {
    return new IllegalArgumentException(
        "The scripted reply is for "
            + String.join(" and ", operations)
            + ", the request is "
            + request.operation());
  }
}
