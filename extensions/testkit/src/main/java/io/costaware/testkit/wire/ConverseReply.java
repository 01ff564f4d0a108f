package io.costaware.testkit.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model's answer to Converse and to ConverseStream: the same reply is sent as one JSON body or as
 * event-stream frames, whichever the request asks for. Immutable.
 *
 * <p>A stream's frames are: {@code messageStart}, for each block its start (tools only), its deltas
 * and its stop, then {@code messageStop} and {@code metadata}.
 */
public final class ConverseReply implements WireReply {

  /** How a stream ends. */
  private enum End {
    METADATA,
    WITHOUT_METADATA,
    FAULT,
    FAULT_AFTER_METADATA
  }

  private record Fault(String type, String message) {}

  private final List<ConverseBlock> blocks;
  private final @Nullable ConverseTokens tokens;
  private final ObjectNode extras;
  private final String stopReason;
  private final End end;
  private final Fault fault;

  private ConverseReply(
      List<ConverseBlock> blocks,
      @Nullable ConverseTokens tokens,
      ObjectNode extras,
      String stopReason,
      End end,
      Fault fault) {
    this.blocks = List.copyOf(blocks);
    this.tokens = tokens;
    this.extras = extras;
    this.stopReason = stopReason;
    this.end = end;
    this.fault = fault;
  }

  static ConverseReply empty() {
    ObjectNode extras = Json.object();
    extras.putObject("metrics").put("latencyMs", 100);
    return new ConverseReply(
        List.of(),
        ConverseTokens.of(10, 5),
        extras,
        "end_turn",
        End.METADATA,
        new Fault("internalServerException", ""));
  }

  static ConverseReply of(ConverseBlock block) {
    return empty().plus(block);
  }

  /** Adds a block that asks for a tool, and stops for {@code tool_use}. */
  public ConverseReply toolUse(String id, String name, String input) {
    return plus(new ConverseBlock.ToolUse(id, name, Json.parse(input))).stopReason("tool_use");
  }

  /** Adds a block of text in one or more deltas. */
  public ConverseReply thenText(String... deltas) {
    return plus(new ConverseBlock.Text(List.of(deltas)));
  }

  /** Puts a reasoning block before all others. */
  public ConverseReply reasoning(String text) {
    var all = new ArrayList<ConverseBlock>();
    all.add(new ConverseBlock.Reasoning(text, "c2lnbmF0dXJl"));
    all.addAll(blocks);
    return new ConverseReply(all, tokens, extras, stopReason, end, fault);
  }

  /** Tokens used: input without cache reads and writes, and output. Keeps the cache counts. */
  public ConverseReply usage(int input, int output) {
    return tokens(known().inputOutput(input, output));
  }

  /** Input tokens read from the cache; they are not in the input count. */
  public ConverseReply cacheRead(int count) {
    return tokens(known().cacheRead(count));
  }

  /** Input tokens written to the cache, with no word on how long they live. */
  public ConverseReply cacheWrite(int count) {
    return tokens(known().cacheWrite(count));
  }

  /**
   * Input tokens written to the cache, added to the cache writes and told in {@code cacheDetails}.
   *
   * @param ttl how long they live: {@code 5m} or {@code 1h}
   */
  public ConverseReply cacheWrite(String ttl, int count) {
    return tokens(known().cacheWrite(ttl, count));
  }

  /** Leaves the usage out, in the body and in the metadata event. */
  public ConverseReply withoutUsage() {
    return new ConverseReply(blocks, null, extras, stopReason, end, fault);
  }

  /** The tier that served the call: {@code default}, {@code flex}, {@code priority}, ... */
  public ConverseReply serviceTier(String type) {
    return extra("serviceTier", Json.object().put("type", type));
  }

  /** The latency that served the call: {@code standard} or {@code optimized}. */
  public ConverseReply performance(String latency) {
    return extra("performanceConfig", Json.object().put("latency", latency));
  }

  /** Milliseconds that the model took, as told in {@code metrics}. */
  public ConverseReply latencyMs(long millis) {
    return extra("metrics", Json.object().put("latencyMs", millis));
  }

  /**
   * The trace as it is on the wire, for example with a guardrail's usage.
   *
   * @throws IllegalArgumentException if it is not JSON
   */
  public ConverseReply trace(String json) {
    return extra("trace", Json.parse(json));
  }

  /** The model that a prompt router picked, told in the trace. */
  public ConverseReply routedTo(String modelArn) {
    ObjectNode trace = Json.object();
    trace.putObject("promptRouter").put("invokedModelId", modelArn);
    return extra("trace", trace);
  }

  /** Why the model stopped: {@code end_turn}, {@code max_tokens}, ... */
  public ConverseReply stopReason(String reason) {
    return new ConverseReply(blocks, tokens, extras, reason, end, fault);
  }

  /** The stream ends after {@code messageStop}; Converse gets no usage. */
  public ConverseReply thenEndWithoutMetadata() {
    return new ConverseReply(blocks, tokens, extras, stopReason, End.WITHOUT_METADATA, fault);
  }

  /**
   * An exception event in place of the last block's stop and all that follows; not for Converse.
   *
   * @param type for example {@code throttlingException} or {@code modelStreamErrorException}
   */
  public ConverseReply thenFail(String type, String message) {
    return new ConverseReply(
        blocks, tokens, extras, stopReason, End.FAULT, new Fault(type, message));
  }

  /** An exception event after the metadata event; not for Converse. */
  public ConverseReply thenFailAfterMetadata(String type, String message) {
    return new ConverseReply(
        blocks, tokens, extras, stopReason, End.FAULT_AFTER_METADATA, new Fault(type, message));
  }

  @Override
  public WireAnswer answer(RecordedRequest request) {
    return switch (request.operation()) {
      case "Converse" -> whole(request);
      case "ConverseStream" -> WireAnswer.stream(200, EventStream.CONTENT_TYPE, frames());
      default -> throw BedrockReply.mismatch("Converse and ConverseStream", request);
    };
  }

  private WireAnswer whole(RecordedRequest request) {
    if (end == End.FAULT || end == End.FAULT_AFTER_METADATA) {
      throw BedrockReply.mismatch("ConverseStream", request);
    }
    ObjectNode body = end == End.METADATA ? metadata() : extras.deepCopy();
    ObjectNode message = body.putObject("output").putObject("message").put("role", "assistant");
    var content = message.putArray("content");
    blocks.forEach(block -> content.add(block.whole()));
    return WireAnswer.json(200, body.put("stopReason", stopReason));
  }

  private List<byte[]> frames() {
    var frames = new ArrayList<byte[]>();
    frames.add(EventStream.event("messageStart", Json.object().put("role", "assistant")));
    for (int i = 0; i < blocks.size(); i++) {
      frames.addAll(blocks.get(i).events(i));
      if (end != End.FAULT || i < blocks.size() - 1) {
        frames.add(ConverseBlock.stop(i));
      }
    }
    if (end != End.FAULT) {
      frames.add(EventStream.event("messageStop", Json.object().put("stopReason", stopReason)));
    }
    if (end == End.METADATA || end == End.FAULT_AFTER_METADATA) {
      frames.add(EventStream.event("metadata", metadata()));
    }
    if (end == End.FAULT || end == End.FAULT_AFTER_METADATA) {
      frames.add(
          EventStream.exception(
              fault.type(), BedrockReply.streamFault(fault.type(), fault.message())));
    }
    return frames;
  }

  private ObjectNode metadata() {
    ObjectNode metadata = extras.deepCopy();
    if (tokens != null) {
      metadata.set("usage", tokens.json());
    }
    return metadata;
  }

  private ConverseReply plus(ConverseBlock block) {
    var all = new ArrayList<>(blocks);
    all.add(block);
    return new ConverseReply(all, tokens, extras, stopReason, end, fault);
  }

  private ConverseTokens known() {
    return tokens == null ? ConverseTokens.of(0, 0) : tokens;
  }

  private ConverseReply tokens(ConverseTokens next) {
    return new ConverseReply(blocks, next, extras, stopReason, end, fault);
  }

  private ConverseReply extra(String field, JsonNode value) {
    ObjectNode next = extras.deepCopy();
    next.set(field, value);
    return new ConverseReply(blocks, tokens, next, stopReason, end, fault);
  }
}
