package io.costaware.testkit.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model's answer to InvokeModelWithResponseStream: each native event is one {@code chunk} frame.
 * Immutable.
 */
public final class InvokeStreamReply implements WireReply {

  private static final String METRICS = "amazon-bedrock-invocationMetrics";

  private final List<ObjectNode> events;
  private final byte @Nullable [] fault;

  private InvokeStreamReply(List<ObjectNode> events, byte @Nullable [] fault) {
    this.events = events;
    this.fault = fault;
  }

  static InvokeStreamReply of(List<? extends JsonNode> events) {
    var copies = new ArrayList<ObjectNode>();
    for (JsonNode event : events) {
      if (!(event instanceof ObjectNode object)) {
        throw new IllegalArgumentException("A native event is a JSON object, was " + event);
      }
      copies.add(object.deepCopy());
    }
    return new InvokeStreamReply(copies, null);
  }

  /** Bedrock's own token counts, in the last event: input without cache, and output. */
  public InvokeStreamReply metrics(int input, int output) {
    return metric("inputTokenCount", input)
        .metric("outputTokenCount", output)
        .metric("invocationLatency", 100)
        .metric("firstByteLatency", 20);
  }

  /** Tokens read from the cache, in the last event's metrics. */
  public InvokeStreamReply cacheRead(int count) {
    return metric("cacheReadInputTokenCount", count);
  }

  /** Tokens written to the cache, in the last event's metrics. */
  public InvokeStreamReply cacheWrite(int count) {
    return metric("cacheWriteInputTokenCount", count);
  }

  /**
   * An exception event after all native events.
   *
   * @param type for example {@code throttlingException} or {@code modelStreamErrorException}
   */
  public InvokeStreamReply thenFail(String type, String message) {
    return new InvokeStreamReply(
        events, EventStream.exception(type, BedrockReply.streamFault(type, message)));
  }

  @Override
  public WireAnswer answer(RecordedRequest request) {
    if (!request.operation().equals("InvokeModelWithResponseStream")) {
      throw BedrockReply.mismatch("InvokeModelWithResponseStream", request);
    }
    var frames = new ArrayList<byte[]>();
    for (ObjectNode event : events) {
      frames.add(EventStream.event("chunk", Json.object().put("bytes", Json.bytes(event))));
    }
    if (fault != null) {
      frames.add(fault);
    }
    return WireAnswer.stream(200, EventStream.CONTENT_TYPE, frames)
        .withHeader("X-Amzn-Bedrock-Content-Type", "application/json");
  }

  private InvokeStreamReply metric(String name, int value) {
    if (events.isEmpty()) {
      throw new IllegalStateException("Metrics stand in the last event; there is no event");
    }
    var next = new ArrayList<>(events);
    ObjectNode last = next.remove(next.size() - 1).deepCopy();
    last.withObjectProperty(METRICS).put(name, value);
    next.add(last);
    return new InvokeStreamReply(next, fault);
  }
}
