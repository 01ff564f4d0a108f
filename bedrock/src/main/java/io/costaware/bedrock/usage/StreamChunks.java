package io.costaware.bedrock.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** The native events of a recorded InvokeModel stream, out of what the wire puts round them. */
final class StreamChunks {
  private static final ObjectMapper JSON = new ObjectMapper();

  private StreamChunks() {}

  /** The model's own event; the given one if nothing is round it. */
  static JsonNode content(JsonNode event) {
    JsonNode chunk = event.path("chunk").isObject() ? event.path("chunk") : event;
    JsonNode bytes = chunk.path("bytes");
    if (bytes.isObject()) {
      return bytes;
    }
    if (!bytes.isTextual()) {
      return chunk;
    }
    try {
      return JSON.readTree(bytes.binaryValue());
    } catch (IOException e) {
      // Not Base64, or no JSON in it: then it holds no numbers to read.
      return chunk;
    }
  }
}
