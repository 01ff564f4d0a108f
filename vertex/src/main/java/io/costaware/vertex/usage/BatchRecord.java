package io.costaware.vertex.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.costaware.event.Outcome.Knowledge;
import java.util.List;

/**
 * One record of a batch job's output: the answer itself, or an answer beside its status. A record
 * that failed was not billed.
 *
 * <p>Safe for use by many threads.
 */
final class BatchRecord {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> ANSWERS =
      List.of("usageMetadata", "predictions", "usage", "usage_info");

  private BatchRecord() {}

  static Reading of(JsonNode record, String model, RequestFacts facts) {
    JsonNode answer = answer(record);
    if (!isAnswer(answer) && failed(record)) {
      return Reading.without(Knowledge.FREE);
    }
    if (answer.has("predictions")) {
      return GeminiRecord.ofPredict(answer, model, facts, true);
    }
    boolean partner = answer.has("usage") || answer.has("usage_info");
    return partner
        ? VertexAnswers.ofPartner(VertexAnswers.nothing(), answer, model, facts)
        : GeminiRecord.ofBody(answer, model, facts);
  }

  /** Tables keep the answer as text. */
  private static JsonNode answer(JsonNode record) {
    JsonNode response = record.path("response");
    if (response.isTextual()) {
      try {
        response = JSON.readTree(response.asText());
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(
            "the record's response is text that is no JSON; write the answer as it came", e);
      }
    }
    if (response.isObject()) {
      JsonNode body = response.path("body");
      return body.isObject() ? body : response;
    }
    boolean wrapped = record.has("response") || (record.has("status") && !isAnswer(record));
    return wrapped ? VertexAnswers.nothing() : record;
  }

  private static boolean isAnswer(JsonNode record) {
    return ANSWERS.stream().anyMatch(record::has);
  }

  private static boolean failed(JsonNode record) {
    JsonNode status = record.path("status");
    boolean bad = status.isObject() ? !status.isEmpty() : !status.asText().isBlank();
    return bad || record.has("error");
  }
}
