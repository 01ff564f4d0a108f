package io.costaware.testkit.wire;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model's answer to generateContent and to streamGenerateContent: the same reply is sent as one
 * JSON body or as server-sent events, whichever the request asks for. Immutable.
 *
 * <p>A stream has one event for each part of the answer. As on Vertex, only the last one carries
 * the finish reason and the counts; the others tell no more than the traffic type.
 */
public final class GenerateReply implements WireReply {

  private static final List<String> OPERATIONS =
      List.of("generateContent", "streamGenerateContent");

  /** How the answer ends. */
  private enum End {
    COUNTS,
    WITHOUT_COUNTS,
    FAULT
  }

  private final List<ObjectNode> parts;
  private final @Nullable GeminiTokens tokens;
  private final ObjectNode extras;
  private final String finishReason;
  private final End end;
  private final ObjectNode fault;

  private GenerateReply(
      List<ObjectNode> parts,
      @Nullable GeminiTokens tokens,
      ObjectNode extras,
      String finishReason,
      End end,
      ObjectNode fault) {
    this.parts = List.copyOf(parts);
    this.tokens = tokens;
    this.extras = extras;
    this.finishReason = finishReason;
    this.end = end;
    this.fault = fault;
  }

  static GenerateReply empty() {
    ObjectNode extras = Json.object().put("trafficType", "ON_DEMAND");
    return new GenerateReply(
        List.of(), GeminiTokens.of(10, 5), extras, "STOP", End.COUNTS, Json.object());
  }

  /** Adds text, one event for each delta. */
  public GenerateReply thenText(String... deltas) {
    GenerateReply next = this;
    for (String delta : deltas) {
      next = next.plus(Json.object().put("text", delta));
    }
    return next;
  }

  /** Puts a visible thought before all else. */
  public GenerateReply thought(String text) {
    var all = new ArrayList<ObjectNode>();
    all.add(Json.object().put("text", text).put("thought", true));
    all.addAll(parts);
    return new GenerateReply(all, tokens, extras, finishReason, end, fault);
  }

  /** Adds a function call. */
  public GenerateReply functionCall(String name, String args) {
    ObjectNode part = Json.object();
    part.putObject("functionCall").put("name", name).set("args", Json.parse(args));
    return plus(part);
  }

  /** Tokens of the whole prompt, cached ones included, and of the candidates, thoughts excluded. */
  public GenerateReply usage(int prompt, int candidates) {
    return tokens(
        known().count("promptTokenCount", prompt).count("candidatesTokenCount", candidates));
  }

  /** Tokens of thinking; counted beside the candidates. */
  public GenerateReply thoughts(int count) {
    return tokens(known().count("thoughtsTokenCount", count));
  }

  /** Tokens of the prompt that came from a cache; a part of the prompt's count. */
  public GenerateReply cached(int count) {
    return tokens(known().count("cachedContentTokenCount", count));
  }

  /** Tokens of tool results fed back; counted beside the prompt. */
  public GenerateReply toolUsePrompt(int count) {
    return tokens(known().count("toolUsePromptTokenCount", count));
  }

  /** A total other than the sum of the counts. */
  public GenerateReply total(int count) {
    return tokens(known().count("totalTokenCount", count));
  }

  /** One entry of {@code promptTokensDetails}; there are none unless set. */
  public GenerateReply promptDetail(String modality, int count) {
    return tokens(known().detail("promptTokensDetails", modality, count));
  }

  /** One entry of {@code candidatesTokensDetails}; there are none unless set. */
  public GenerateReply candidatesDetail(String modality, int count) {
    return tokens(known().detail("candidatesTokensDetails", modality, count));
  }

  /** One entry of {@code cacheTokensDetails}; there are none unless set. */
  public GenerateReply cacheDetail(String modality, int count) {
    return tokens(known().detail("cacheTokensDetails", modality, count));
  }

  /** Leaves every count out; the traffic type stays. */
  public GenerateReply withoutUsage() {
    return new GenerateReply(parts, null, extras, finishReason, end, fault);
  }

  /** The traffic that served the call, for example {@code ON_DEMAND_FLEX}. */
  public GenerateReply trafficType(String type) {
    return extra("trafficType", type);
  }

  /** The model version told in the answer; the requested model unless set. */
  public GenerateReply modelVersion(String version) {
    return extra("modelVersion", version);
  }

  /** Why the model stopped: {@code STOP}, {@code MAX_TOKENS}, {@code SAFETY}, ... */
  public GenerateReply finishReason(String reason) {
    return new GenerateReply(parts, tokens, extras, reason, end, fault);
  }

  /** Web searches that the answer is grounded in. */
  public GenerateReply grounded(String... queries) {
    ObjectNode next = extras.deepCopy();
    ArrayNode list = next.withObjectProperty("groundingMetadata").putArray("webSearchQueries");
    List.of(queries).forEach(list::add);
    return new GenerateReply(parts, tokens, next, finishReason, end, fault);
  }

  GenerateReply blockedPrompt(String reason) {
    ObjectNode next = extras.deepCopy();
    next.putObject("promptFeedback").put("blockReason", reason);
    GeminiTokens promptOnly = known().without("candidatesTokenCount");
    return new GenerateReply(List.of(), promptOnly, next, finishReason, end, fault);
  }

  /** The last event has neither finish reason nor counts, yet the stream ends properly. */
  public GenerateReply thenEndWithoutCounts() {
    return new GenerateReply(parts, tokens, extras, finishReason, End.WITHOUT_COUNTS, fault);
  }

  /** An error event after all parts, none of which carries counts; only for a stream. */
  public GenerateReply thenFail(int code, String status, String message) {
    ObjectNode body = GeminiReply.errorBody(code, status, message);
    return new GenerateReply(parts, tokens, extras, finishReason, End.FAULT, body);
  }

  @Override
  public WireAnswer answer(RecordedRequest request) {
    return switch (request.operation()) {
      case "generateContent" -> whole(request);
      case "streamGenerateContent" -> WireAnswer.stream(200, "text/event-stream", events(request));
      default -> throw GeminiReply.mismatch(OPERATIONS, request);
    };
  }

  private WireAnswer whole(RecordedRequest request) {
    if (end == End.FAULT) {
      throw GeminiReply.mismatch(List.of("streamGenerateContent"), request);
    }
    return WireAnswer.json(200, event(request, joined(), end == End.COUNTS));
  }

  private List<byte[]> events(RecordedRequest request) {
    var events = new ArrayList<byte[]>();
    if (parts.isEmpty()) {
      events.add(sse(event(request, List.of(), end == End.COUNTS)));
    }
    for (int i = 0; i < parts.size(); i++) {
      boolean last = end == End.COUNTS && i == parts.size() - 1;
      events.add(sse(event(request, List.of(parts.get(i)), last)));
    }
    if (end == End.FAULT) {
      events.add(sse(fault));
    }
    return events;
  }

  private ObjectNode event(RecordedRequest request, List<ObjectNode> content, boolean last) {
    ObjectNode event = Json.object();
    if (extras.has("promptFeedback")) {
      event.set("promptFeedback", extras.get("promptFeedback"));
    } else {
      candidate(event, content, last);
    }
    ObjectNode usage = event.putObject("usageMetadata");
    if (last && tokens != null) {
      tokens.writeTo(usage);
    }
    usage.set("trafficType", extras.get("trafficType"));
    String asked = request.modelId() == null ? "" : request.modelId();
    return event
        .put("modelVersion", extras.path("modelVersion").asText(asked))
        .put("createTime", "2026-01-01T00:00:00.000000Z")
        .put("responseId", "response-%06d".formatted(request.number()));
  }

  private void candidate(ObjectNode event, List<ObjectNode> content, boolean last) {
    ObjectNode candidate = event.putArray("candidates").addObject();
    ArrayNode list = candidate.putObject("content").put("role", "model").putArray("parts");
    content.forEach(part -> list.add(part.deepCopy()));
    if (last) {
      candidate.put("finishReason", finishReason);
      if (extras.has("groundingMetadata")) {
        candidate.set("groundingMetadata", extras.get("groundingMetadata"));
      }
    }
  }

  /** A whole answer holds neighbouring texts of one kind as one part. */
  private List<ObjectNode> joined() {
    var joined = new ArrayList<ObjectNode>();
    for (ObjectNode part : parts) {
      ObjectNode before = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (before != null && before.has("text") && part.has("text") && sameKind(before, part)) {
        before.put("text", before.get("text").asText() + part.get("text").asText());
      } else {
        joined.add(part.deepCopy());
      }
    }
    return joined;
  }

  private static boolean sameKind(ObjectNode one, ObjectNode other) {
    return one.has("thought") == other.has("thought");
  }

  private static byte[] sse(ObjectNode event) {
    return ("data: " + event + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
  }

  private GenerateReply plus(ObjectNode part) {
    var all = new ArrayList<>(parts);
    all.add(part);
    return new GenerateReply(all, tokens, extras, finishReason, end, fault);
  }

  private GeminiTokens known() {
    return tokens == null ? new GeminiTokens(Map.of(), Map.of()) : tokens;
  }

  private GenerateReply tokens(GeminiTokens next) {
    return new GenerateReply(parts, next, extras, finishReason, end, fault);
  }

  private GenerateReply extra(String field, String value) {
    return new GenerateReply(
        parts, tokens, extras.deepCopy().put(field, value), finishReason, end, fault);
  }
}
