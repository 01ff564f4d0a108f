package io.costaware.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.event.CallEvent;
import io.costaware.pricing.Receipt;

/**
 * An answer in the provider's own body.
 *
 * <p>Immutable.
 *
 * @param body the body, as the model documents it
 * @param event the event of the attempt that gave the answer
 */
public record NativeAnswer(JsonNode body, CallEvent event) {
  /** Refuses nulls. */
  public NativeAnswer {
    requireNonNull(body, "body");
    requireNonNull(event, "event");
  }

  /** What it cost. */
  public Receipt receipt() {
    return event.receipt();
  }

  /** The cost, never the body. */
  @Override
  public String toString() {
    return "NativeAnswer, " + receipt();
  }
}
