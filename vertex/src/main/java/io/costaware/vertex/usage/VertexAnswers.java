package io.costaware.vertex.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.costaware.event.Outcome.Knowledge;
import io.costaware.recorded.AnswerReader;
import io.costaware.recorded.RecordedAnswer;
import io.costaware.recorded.RecordedCall;
import io.costaware.target.Aim;
import io.costaware.target.ModelId;
import io.costaware.target.ModelNames;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import io.costaware.target.ServiceTier;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads recorded answers of Vertex AI: Gemini, embeddings, images, video, speech, context caches,
 * batch records, and partners' models in their own form. Gemini's go through the same reading and
 * the same normaliser as live ones.
 *
 * <p>Safe for use by many threads.
 */
public final class VertexAnswers implements AnswerReader {
  /** Refused before inference, which costs nothing. */
  private static final Set<Integer> REFUSED = Set.of(400, 401, 403, 404, 429);

  private static final int LEAST_ERROR = 400;

  /** A reader; it holds nothing. */
  public VertexAnswers() {}

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the call was not made to Vertex AI, or by an operation
   *     whose answers nobody records
   */
  @Override
  public RecordedAnswer read(RecordedCall call) {
    if (call.provider() != Provider.VERTEX) {
      throw new IllegalArgumentException(
          "provider is " + call.provider().id() + "; this reads answers of vertex alone");
    }
    RequestFacts facts = new RequestFacts(call.request());
    Reading reading = reading(call, facts);
    return new RecordedAnswer(
        reading.knowledge(),
        reading.usage(),
        reading.raw(),
        tier(call, facts, reading),
        served(call, reading.model()),
        reading.attributes(),
        reading.remarks());
  }

  private static Reading reading(RecordedCall call, RequestFacts facts) {
    try {
      // A count that is none is an error even where nothing is billed for it.
      Reading reading = byOperation(call, facts);
      boolean free = call.operation().isFree() || REFUSED.contains(call.status());
      return free ? Reading.without(Knowledge.FREE) : reading;
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "the counts of this call add up to more than " + Long.MAX_VALUE, e);
    }
  }

  private static Reading byOperation(RecordedCall call, RequestFacts facts) {
    JsonNode response = call.response();
    String model = shortName(call.model());
    return switch (call.operation()) {
      case GENERATE_CONTENT, EMBED_CONTENT, BATCH_EMBED_CONTENTS ->
          GeminiRecord.ofBody(response, model, facts);
      case STREAM_GENERATE_CONTENT -> GeminiRecord.ofEvents(call.events(), response, model, facts);
      case PREDICT -> GeminiRecord.ofPredict(response, model, facts, isAnswered(call));
      case PREDICT_LONG_RUNNING -> VideoRecord.of(response, model, facts, isAnswered(call));
      case RAW_PREDICT, STREAM_RAW_PREDICT ->
          model.startsWith("count-tokens")
              ? Reading.without(Knowledge.FREE)
              : ofPartner(call.events(), response, model, facts);
      case RECOGNIZE -> SpeechRecord.of(response, facts, isAnswered(call));
      case CACHE_STORAGE -> HeldTokens.of(response, facts);
      case BATCH_VERTEX -> BatchRecord.of(response, model, facts);
      case COUNT_TOKENS_VERTEX -> counted(response);
      default ->
          throw new IllegalArgumentException(
              "operation is " + call.operation().id() + "; its answers are not recorded");
    };
  }

  private static Reading counted(JsonNode response) {
    JsonNode tokens = response.path("totalTokens");
    if (tokens.isNumber() && tokens.decimalValue().signum() < 0) {
      throw new IllegalArgumentException(
          "totalTokens is " + tokens.asText() + "; a count cannot be negative");
    }
    return Reading.without(Knowledge.FREE);
  }

  /** A partner's model in its own form, or Gemini's form where the answer has that. */
  static Reading ofPartner(JsonNode events, JsonNode response, String model, RequestFacts facts) {
    boolean gemini = response.has("usageMetadata");
    for (JsonNode event : events) {
      gemini |= event.has("usageMetadata");
    }
    return gemini
        ? GeminiRecord.ofEvents(events, response, model, facts)
        : PartnerRecord.of(events, response);
  }

  private static boolean isAnswered(RecordedCall call) {
    return call.status() < LEAST_ERROR;
  }

  /** Served, or else asked for, or else standard; a batch job is served as one whatever it says. */
  private static ServiceTier tier(RecordedCall call, RequestFacts facts, Reading reading) {
    if (call.operation() == Operation.BATCH_VERTEX) {
      return ServiceTier.BATCH;
    }
    if (reading.tier() != null) {
      return reading.tier();
    }
    ServiceTier byHeader = VertexTiers.named(call.header(VertexTiers.SERVED_HEADER));
    if (byHeader != null) {
      return byHeader;
    }
    ServiceTier asked = facts.tier();
    return asked == null ? ServiceTier.STANDARD : asked;
  }

  /** The answer's model counts only where the name that was called does not say what it is. */
  private static List<String> served(RecordedCall call, @Nullable String model) {
    if (model == null || model.isBlank()) {
      return List.of();
    }
    Aim aim = ModelNames.aim(new ModelId(Provider.VERTEX, call.model()), call.place());
    return aim instanceof Aim.Priceable ? List.of() : List.of(shortName(model));
  }

  /** Names are written in several ways, all of which end with the model itself. */
  static String shortName(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    int at = last.indexOf('@');
    return last.startsWith("gemini-") && at > 0 ? last.substring(0, at) : last;
  }

  /** A node that stands for nothing. */
  static JsonNode nothing() {
    return MissingNode.getInstance();
  }

  /** Nothing of a call is known but what it asked for. */
  static Reading asAsked(Usage usage, RawUsage raw) {
    return Reading.of(Knowledge.WHOLE, usage, raw)
        .remarking(List.of("the answer does not tell what was delivered; taken as asked for"));
  }
}
