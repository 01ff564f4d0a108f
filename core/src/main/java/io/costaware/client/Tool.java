package io.costaware.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A tool that the model may ask for.
 *
 * <p>Immutable.
 *
 * @param name what the model calls it
 * @param description what it is good for
 * @param inputSchema JSON schema of its arguments
 */
public record Tool(String name, String description, JsonNode inputSchema) {
  /** Refuses nulls and an empty name. */
  public Tool {
    requireNonNull(name, "name");
    requireNonNull(description, "description");
    requireNonNull(inputSchema, "inputSchema");
    if (name.isBlank()) {
      throw new IllegalArgumentException("A tool needs a name such as get_weather");
    }
  }
}
