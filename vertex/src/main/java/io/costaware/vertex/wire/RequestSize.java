package io.costaware.vertex.wire;

import io.costaware.call.CallIntent;
import io.costaware.target.Operation;
import java.io.IOException;

/**
 * How large a request would be, for estimates before it is made.
 *
 * <p>Safe for use by many threads.
 */
public final class RequestSize {
  private RequestSize() {}

  /**
   * Reads the body of a generateContent request as the meter reads it.
   *
   * @throws IllegalArgumentException if it is no JSON object
   */
  public static CallIntent.Size of(String model, byte[] body) {
    try {
      return Intents.size(Operation.GENERATE_CONTENT, model, RequestScan.of(body));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The body of the request is no JSON object, so its size is not known", e);
    }
  }
}
