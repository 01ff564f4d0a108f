package io.costaware.vertex.usage;

import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.event.Outcome.Knowledge;
import io.costaware.pricing.PriceAttributes;
import io.costaware.usage.Meter;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Recorded answers in Gemini's form, read as live ones are.
 *
 * <p>Safe for use by many threads.
 */
final class GeminiRecord {
  /** How many documents one query of a ranking model covers. */
  private static final long DOCUMENTS = 100;

  private static final Set<Integer> REFUSED = Set.of(400, 401, 403, 404, 429);

  private GeminiRecord() {}

  static Reading ofBody(JsonNode response, String model, RequestFacts facts) {
    boolean refused = REFUSED.contains(response.path("error").path("code").asInt());
    if (refused && !response.has("usageMetadata")) {
      return Reading.without(Knowledge.FREE);
    }
    GeminiAnswer answer = GeminiAnswer.ofBody();
    feed(answer, response);
    return reading(answer, model, facts);
  }

  /** The events, or else the body that was put together from them. */
  static Reading ofEvents(JsonNode events, JsonNode response, String model, RequestFacts facts) {
    if (events.isEmpty()) {
      return ofBody(response, model, facts);
    }
    GeminiAnswer answer = GeminiAnswer.ofBody();
    for (JsonNode event : events) {
      feed(answer, event);
    }
    return reading(answer, model, facts);
  }

  static Reading ofPredict(JsonNode response, String model, RequestFacts facts, boolean answered) {
    Reading reading = ofBody(response, model, facts);
    boolean silent = reading.knowledge() == Knowledge.NOTHING;
    Usage asked = asked(model, facts);
    if (silent && answered && !asked.isEmpty() && !response.has("error")) {
      reading = VertexAnswers.asAsked(asked, RawUsage.none());
    }
    return reading.with(attributes(reading.usage(), facts));
  }

  /** What the request alone tells: documents to rank, seconds of a video to embed, images. */
  private static Usage asked(String model, RequestFacts facts) {
    Usage.Builder asked = Usage.builder();
    if (model.startsWith("semantic-ranker")) {
      long documents = facts.count("documents").orElse(0);
      asked.add(Meter.QUERY, documents / DOCUMENTS + (documents % DOCUMENTS == 0 ? 0 : 1));
    } else if (model.startsWith("multimodalembedding")) {
      asked.add(Meter.INPUT_VIDEO_SECOND, facts.count("durationSeconds").orElse(0));
    } else {
      asked.add(Meter.OUTPUT_IMAGE_EACH, facts.count("sampleCount").orElse(0));
    }
    return asked.build();
  }

  private static PriceAttributes attributes(Usage usage, RequestFacts facts) {
    PriceAttributes attributes = PriceAttributes.none();
    if (usage.get(Meter.OUTPUT_IMAGE_EACH) > 0) {
      String resolution = facts.resolution();
      attributes = resolution == null ? attributes : attributes.with("resolution", resolution);
      for (String name : List.of("quality", "steps")) {
        String value = facts.text(name);
        attributes = value == null ? attributes : attributes.with(name, value);
      }
    }
    return attributes;
  }

  private static void feed(GeminiAnswer answer, JsonNode json) {
    if (json.isObject()) {
      answer.take(json);
    }
  }

  private static Reading reading(GeminiAnswer answer, String model, RequestFacts facts) {
    for (CountFault fault : answer.faults()) {
      throw fault.thrown();
    }
    RawUsage raw = answer.raw();
    Reading reading = Reading.without(Knowledge.NOTHING);
    if (GeminiUsage.isCounted(raw)) {
      String version = answer.modelVersion();
      String served = version == null || model.startsWith("gemini-") ? model : version;
      GeminiUsage usage =
          GeminiUsage.of(raw, VertexAnswers.shortName(served), facts.searchesEnterprise());
      List<String> remarks = new ArrayList<>(usage.remarks());
      boolean cut = answer.error() != null && !answer.isFinished();
      if (cut) {
        remarks.add("the answer ended with an error after its counts");
      }
      reading =
          Reading.of(cut ? Knowledge.PART : Knowledge.WHOLE, usage.usage(), raw).remarking(remarks);
    }
    return reading.served(VertexTiers.served(answer.trafficType()), answer.modelVersion());
  }
}
