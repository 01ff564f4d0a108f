package io.costaware.cli.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.costaware.recorded.RecordedCall;
import io.costaware.recorded.RecordedCalls;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record of the model invocation log, cut down to what a recorded call needs.
 *
 * <p>Immutable.
 *
 * @param line where it began in the file
 * @param requestId joins the records of one call; empty if it has none
 * @param operation what was called
 * @param model what it was called with: an id or an ARN
 * @param region where the client pointed; null if the record does not say
 * @param account who paid; null if the record does not say
 * @param tags what its request metadata stand for
 * @param atMillis milliseconds of the epoch
 * @param status the HTTP status that its error code stands for; 0 if it has none
 * @param counts what it counts itself
 * @param request what is left of the request's body
 * @param answer what is left of the answer's body
 */
record LogRecord(
    long line,
    String requestId,
    Operation operation,
    String model,
    @Nullable String region,
    @Nullable String account,
    Tags tags,
    long atMillis,
    int status,
    LogCounts counts,
    JsonNode request,
    JsonNode answer) {
  private static final String HEADER = "x-amzn-bedrock-";

  /** The log's names for operations. */
  private static final Map<String, Operation> OPERATIONS =
      Map.of(
          "Converse", Operation.CONVERSE,
          "ConverseStream", Operation.CONVERSE_STREAM,
          "InvokeModel", Operation.INVOKE_MODEL,
          "InvokeModelWithResponseStream", Operation.INVOKE_MODEL_STREAM,
          "InvokeModelWithBidirectionalStream", Operation.INVOKE_MODEL_BIDIRECTIONAL,
          "StartAsyncInvoke", Operation.START_ASYNC_INVOKE,
          "Rerank", Operation.RERANK,
          "ApplyGuardrail", Operation.APPLY_GUARDRAIL,
          "CountTokens", Operation.COUNT_TOKENS);

  /** Error codes whose status says whether the call was billed. */
  private static final Map<String, Integer> STATUS =
      Map.of(
          "ValidationException", 400,
          "AccessDeniedException", 403,
          "ResourceNotFoundException", 404,
          "ThrottlingException", 429,
          "ModelNotReadyException", 429,
          "ServiceQuotaExceededException", 429,
          "ModelTimeoutException", 408,
          "ModelErrorException", 424,
          "ModelStreamErrorException", 424,
          "ServiceUnavailableException", 503);

  private static final int SERVER_ERROR = 500;

  /**
   * Reads a record.
   *
   * @throws IllegalArgumentException if it lacks a field, or one of them is wrong
   */
  static LogRecord of(long line, JsonNode record) {
    String name = required(record, "operation");
    Operation operation = OPERATIONS.get(name);
    if (operation == null) {
      throw new IllegalArgumentException(
          "'operation' is no operation of the invocation log that is known");
    }
    JsonNode performance = record.path("performanceConfig");
    JsonNode request = LogBody.ofRequest(record.path("input").path("inputBodyJson"));
    if (performance.isObject() && !request.has("performanceConfig")) {
      ObjectNode more = object(request);
      more.set("performanceConfig", performance);
      request = more;
    }
    return new LogRecord(
        line,
        record.path("requestId").asText(""),
        operation,
        required(record, "modelId"),
        record.path("region").isTextual() ? record.path("region").textValue() : null,
        record.path("accountId").isTextual() ? record.path("accountId").textValue() : null,
        RecordedCalls.tags(record.path("requestMetadata")),
        RecordedCalls.at(required(record, "timestamp")).toEpochMilli(),
        status(record.path("errorCode")),
        LogCounts.of(record),
        request,
        LogBody.ofAnswer(record.path("output").path("outputBodyJson")));
  }

  private static String required(JsonNode record, String name) {
    JsonNode value = record.path(name);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw new IllegalArgumentException(
          "'" + name + "' is missing; a record of the model invocation log has it");
    }
    return value.textValue();
  }

  private static int status(JsonNode errorCode) {
    return errorCode.isTextual() && !errorCode.textValue().isBlank()
        ? STATUS.getOrDefault(errorCode.textValue(), SERVER_ERROR)
        : 0;
  }

  private static ObjectNode object(JsonNode node) {
    return node instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
  }

  /**
   * Both records of one call as one: a stream is logged twice, the first time with zeros; and a log
   * may be delivered twice. The larger counts are the call's.
   */
  LogRecord merge(LogRecord other) {
    LogRecord fuller = counts.areTold() || !other.counts.areTold() ? this : other;
    return new LogRecord(
        line,
        requestId,
        operation,
        fuller.model,
        fuller.region,
        fuller.account,
        fuller.tags,
        atMillis,
        fuller.status,
        counts.max(other.counts),
        fuller.request,
        fuller.answer);
  }

  /** The call that the record is of. */
  RecordedCall call() {
    boolean converse = operation == Operation.CONVERSE || operation == Operation.CONVERSE_STREAM;
    // A stream whose zeros nothing followed says nothing of its usage.
    boolean untold = operation == Operation.CONVERSE_STREAM && counts.areZero();
    return new RecordedCall(
        requestId.isEmpty() ? null : requestId,
        Provider.BEDROCK,
        model,
        operation,
        atMillis,
        region,
        withSeconds(),
        untold ? MissingNode.getInstance() : converse ? converse() : invoked(),
        status,
        converse || untold ? Map.of() : headers(),
        answer.isArray() && !untold ? answer : MissingNode.getInstance(),
        account,
        tags);
  }

  private JsonNode withSeconds() {
    if (counts.videoSeconds() <= 0 || request.has("durationSeconds")) {
      return request;
    }
    ObjectNode more = object(request.deepCopy());
    more.put("durationSeconds", counts.videoSeconds());
    return more;
  }

  private JsonNode converse() {
    if (answer.path("usage").isObject() || !(counts.areTold() || counts.areZero())) {
      return answer.isObject() ? answer : MissingNode.getInstance();
    }
    ObjectNode whole = answer.isObject() ? ((ObjectNode) answer).deepCopy() : object(answer);
    counts.putInto(whole.putObject("usage"));
    return whole;
  }

  private JsonNode invoked() {
    if (counts.images() <= 0 || answer.has("images") || answer.isArray()) {
      return answer.isObject() ? answer : MissingNode.getInstance();
    }
    ObjectNode whole = answer.isObject() ? ((ObjectNode) answer).deepCopy() : object(answer);
    whole.put("images", counts.images());
    return whole;
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    put(headers, "input-token-count", counts.input());
    put(headers, "output-token-count", counts.output());
    put(headers, "cache-read-input-token-count", counts.cacheRead());
    put(headers, "cache-write-input-token-count", counts.cacheWrite());
    return headers;
  }

  private static void put(Map<String, String> headers, String name, long count) {
    if (count != LogCounts.UNTOLD) {
      headers.put(HEADER + name, Long.toString(count));
    }
  }
}
