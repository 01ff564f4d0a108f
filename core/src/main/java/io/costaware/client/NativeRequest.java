package io.costaware.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.tags.Tags;

/**
 * A request in the provider's own body.
 *
 * <p>Immutable.
 *
 * @param model alias, model id, profile or ARN
 * @param body the body, as the model documents it
 * @param tags what the call is attributed to
 */
public record NativeRequest(String model, JsonNode body, Tags tags) {
  /** Refuses nulls and an empty model. */
  public NativeRequest {
    requireNonNull(model, "model");
    requireNonNull(body, "body");
    requireNonNull(tags, "tags");
    if (model.isBlank()) {
      throw new IllegalArgumentException(
          "A request names no model; write an alias or an id such as amazon.nova-lite-v1:0");
    }
  }

  /** A request without tags of its own. */
  public static NativeRequest to(String model, JsonNode body) {
    return new NativeRequest(model, body, Tags.none());
  }

  /** Adds a tag. */
  public NativeRequest tag(String key, String value) {
    return new NativeRequest(model, body, tags.with(key, value));
  }

  /** The model, never the body. */
  @Override
  public String toString() {
    return "NativeRequest to " + model + ", " + tags;
  }
}
