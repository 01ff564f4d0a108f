package io.costaware.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Recorded calls that tests begin with and change. */
final class Lines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Lines() {}

  /** A Converse call of 1,000 tokens in and 100 out to Nova Lite in us-east-1. */
  static ObjectNode converse() {
    return object(
        """
        {"id": "c-1", "provider": "bedrock", "model": "amazon.nova-lite-v1:0",
         "operation": "converse", "at": "2026-08-21", "region": "us-east-1",
         "response": {"usage": {"inputTokens": 1000, "outputTokens": 100, "totalTokens": 1100}}}
        """);
  }

  /** A call of 1,000 tokens in and 100 out to Gemini 2.5 Flash, without a location. */
  static ObjectNode gemini() {
    return object(
        """
        {"id": "g-1", "provider": "vertex", "model": "gemini-2.5-flash",
         "operation": "generateContent", "at": "2026-08-21",
         "response": {"usageMetadata": {"promptTokenCount": 1000, "candidatesTokenCount": 100,
                                        "totalTokenCount": 1100}}}
        """);
  }

  static ObjectNode object(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Prices one call and returns the line that came out. */
  static JsonNode price(ObjectNode call, String... options) {
    String[] arguments = new String[options.length + 1];
    arguments[0] = "price";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return Run.of(call + "\n", arguments).json(0);
  }
}
