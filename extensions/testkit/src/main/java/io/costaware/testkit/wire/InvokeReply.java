package io.costaware.testkit.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model's answer to InvokeModel: its native body, and beside it the {@code X-Amzn-Bedrock-*}
 * headers that count the tokens. Immutable.
 */
public final class InvokeReply implements WireReply {

  private static final String PREFIX = "X-Amzn-Bedrock-";

  private final JsonNode body;
  private final Map<String, String> headers;

  private InvokeReply(JsonNode body, Map<String, String> headers) {
    this.body = body;
    this.headers = headers;
  }

  static InvokeReply of(JsonNode body) {
    return new InvokeReply(body.deepCopy(), Map.of());
  }

  /** Token counts in the headers: input without cache reads and writes, and output. */
  public InvokeReply counted(int input, int output) {
    return with("Input-Token-Count", input)
        .with("Output-Token-Count", output)
        .with("Invocation-Latency", 100);
  }

  /** The input count alone, as embedding models send it. */
  public InvokeReply countedInput(int input) {
    return with("Input-Token-Count", input).with("Invocation-Latency", 100);
  }

  /** Tokens read from the cache, in a header. */
  public InvokeReply cacheRead(int count) {
    return with("Cache-Read-Input-Token-Count", count);
  }

  /** Tokens written to the cache, in a header. */
  public InvokeReply cacheWrite(int count) {
    return with("Cache-Write-Input-Token-Count", count);
  }

  /** The tier that served the call, in a header. */
  public InvokeReply serviceTier(String type) {
    return with("Service-Tier", type);
  }

  /** The latency that served the call, in a header. */
  public InvokeReply performance(String latency) {
    return with("PerformanceConfig-Latency", latency);
  }

  @Override
  public WireAnswer answer(RecordedRequest request) {
    if (!request.operation().equals("InvokeModel")) {
      throw BedrockReply.mismatch("InvokeModel", request);
    }
    WireAnswer answer = WireAnswer.json(200, body);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      answer = answer.withHeader(header.getKey(), header.getValue());
    }
    return answer;
  }

  private InvokeReply with(String name, Object value) {
    var next = new LinkedHashMap<>(headers);
    next.put(PREFIX + name, value.toString());
    return new InvokeReply(body, next);
  }
}
