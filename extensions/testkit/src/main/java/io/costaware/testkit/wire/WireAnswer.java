package io.costaware.testkit.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * An HTTP answer ready to be sent: status, headers, the frames of the body, and how they travel.
 * Most tests need only {@link BedrockReply} and {@link GeminiReply}; this is for an answer that
 * those do not make. Immutable.
 */
public final class WireAnswer implements WireReply {

  private final int status;
  private final Map<String, String> headers;
  private final List<byte[]> frames;
  private final Delivery delivery;

  private WireAnswer(
      int status, Map<String, String> headers, List<byte[]> frames, Delivery delivery) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status must be 200 to 599, was " + status);
    }
    this.status = status;
    this.headers = headers;
    this.frames = frames;
    this.delivery = delivery;
  }

  /**
   * A JSON body with its length in the head.
   *
   * @param status the HTTP status, 200 to 599
   */
  public static WireAnswer json(int status, JsonNode body) {
    return body(status, "application/json", Json.bytes(body));
  }

  /**
   * The same from text.
   *
   * @param status the HTTP status, 200 to 599
   * @throws IllegalArgumentException if the body is not JSON
   */
  public static WireAnswer json(int status, String body) {
    return json(status, Json.parse(body));
  }

  /**
   * Any body with its length in the head.
   *
   * @param status the HTTP status, 200 to 599
   */
  public static WireAnswer body(int status, String contentType, byte[] body) {
    return of(status, contentType, List.of(body.clone()), Delivery.Framing.LENGTH);
  }

  /**
   * A stream: each frame is written and flushed by itself, as one chunk.
   *
   * @param status the HTTP status, 200 to 599
   */
  public static WireAnswer stream(int status, String contentType, List<byte[]> frames) {
    var copies = frames.stream().map(byte[]::clone).toList();
    return of(status, contentType, copies, Delivery.Framing.CHUNKED);
  }

  static WireAnswer empty(int status) {
    return new WireAnswer(status, Map.of(), List.of(), Delivery.by(Delivery.Framing.LENGTH));
  }

  private static WireAnswer of(
      int status, String contentType, List<byte[]> frames, Delivery.Framing framing) {
    return new WireAnswer(
        status, Map.of("Content-Type", contentType), frames, Delivery.by(framing));
  }

  /** This answer, whatever the request. */
  @Override
  public WireAnswer answer(RecordedRequest request) {
    return this;
  }

  static void requireHeader(String name, String value) {
    if (name.isBlank() || (name + value).chars().anyMatch(c -> c == '\r' || c == '\n')) {
      throw new IllegalArgumentException(
          "A header needs a name and must be one line, was named \"" + name + "\"");
    }
  }

  WireAnswer withHeader(String name, String value) {
    var merged = new LinkedHashMap<>(headers);
    merged.keySet().removeIf(name::equalsIgnoreCase);
    merged.put(name, value);
    return new WireAnswer(status, merged, frames, delivery);
  }

  WireAnswer withDelivery(UnaryOperator<Delivery> change) {
    return new WireAnswer(status, headers, frames, change.apply(delivery));
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  List<byte[]> frames() {
    return frames;
  }

  Delivery delivery() {
    return delivery;
  }
}
