package io.costaware.bedrock.usage;

import com.fasterxml.jackson.databind.JsonNode;
import io.costaware.event.Outcome.Knowledge;
import io.costaware.pricing.PriceAttributes;
import io.costaware.recorded.AnswerReader;
import io.costaware.recorded.RecordedAnswer;
import io.costaware.recorded.RecordedCall;
import io.costaware.target.Operation;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads recorded answers of Amazon Bedrock, by the same rules as live ones and more strictly: a
 * count that is none is an error.
 *
 * <p>Safe for use by many threads.
 */
public final class BedrockAnswers implements AnswerReader {
  /** What Bedrock refuses before a model runs. */
  private static final Set<Integer> REFUSED = Set.of(400, 401, 403, 404, 429);

  /** A reader; it keeps nothing between calls. */
  public BedrockAnswers() {}

  @Override
  public RecordedAnswer read(RecordedCall call) {
    RecordedTier tier = new RecordedTier(call);
    try {
      // A count that is none is an error even where nothing is billed for it.
      RecordedAnswer answer = new Reading(call, tier).read();
      boolean free = call.operation().isFree() || REFUSED.contains(call.status());
      return free ? RecordedAnswer.without(Knowledge.FREE, tier.served()) : answer;
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "The counts of a " + call.operation().id() + " answer add up to more than a long holds",
          e);
    }
  }

  /** Reads one call. */
  private static final class Reading {
    private final RecordedCall call;
    private final RecordedTier tier;
    private final List<String> served = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    Reading(RecordedCall call, RecordedTier tier) {
      this.call = call;
      this.tier = tier;
      for (JsonNode model : call.request().path("profileModels")) {
        if (model.isTextual()) {
          served.add(model.asText());
        }
      }
    }

    RecordedAnswer read() {
      return switch (call.operation()) {
        case CONVERSE, CONVERSE_STREAM -> converse(call.response());
        case INVOKE_MODEL_STREAM ->
            call.events().isEmpty() ? invoke(call.response(), family()) : invokeStream();
        case RESPONSES -> responses();
        case RERANK -> invoke(call.response(), ModelFamily.RERANK);
        case APPLY_GUARDRAIL, INVOKE_GUARDRAIL_CHECKS -> guardrail();
        case START_ASYNC_INVOKE -> started();
        case INVOKE_MODEL_BIDIRECTIONAL -> speech();
        case BATCH -> batch();
        case COUNT_TOKENS -> counted();
        default -> invoke(call.response(), family());
      };
    }

    private RecordedAnswer counted() {
      Long tokens = CountNames.of(call.response(), "inputTokens");
      return nothing(
          tokens == null ? RawUsage.none() : RawUsage.builder().put("inputTokens", tokens).build());
    }

    private ModelFamily family() {
      List<String> names = new ArrayList<>(served);
      names.add(call.model());
      return ModelFamily.of(names.toArray(String[]::new));
    }

    /** What a request says holds only for a call that was not broken off by a failure. */
    private RequestFacts facts(JsonNode request, ModelFamily family) {
      return call.status() >= 400 ? RequestFacts.none() : RequestFacts.of(request, family);
    }

    private RecordedAnswer converse(JsonNode answer) {
      ConverseJson json = new ConverseJson();
      json.takeEvent(answer);
      for (JsonNode event : call.events()) {
        json.takeEvent(event);
      }
      tier.told(json.tier(), json.latency());
      if (json.invokedModel() != null) {
        served.clear();
        served.add(json.invokedModel());
      }
      RawUsage raw = json.raw();
      if (!json.usageSeen() && raw.orZero(BedrockUsage.INPUT_BLOCKED) == 0) {
        return raw.isEmpty()
            ? nothing(raw)
            : answer(Knowledge.PART, BedrockUsage.ofConverse(raw, family()), raw);
      }
      if (raw.orZero(BedrockUsage.INPUT_BLOCKED) == 0) {
        remarks.addAll(Plausibility.ofConverse(raw, family(), json.textSeen()));
      }
      return answer(Knowledge.WHOLE, BedrockUsage.ofConverse(raw, family()), raw);
    }

    private RecordedAnswer invoke(JsonNode body, ModelFamily family) {
      RequestFacts facts = facts(call.request(), family);
      RawUsage raw =
          HeaderUsage.readStrictly(name -> Optional.ofNullable(call.header(name)))
              .merge(NativeUsage.read(body))
              .merge(facts.raw());
      return ofNative(BedrockUsage.unblockedIfCounted(raw), family, facts);
    }

    private RecordedAnswer ofNative(RawUsage raw, ModelFamily family, RequestFacts facts) {
      remarks.addAll(facts.remarks());
      if (!BedrockUsage.knowsInvoke(raw, family)) {
        return family.makesImages() ? imagesAsked(raw, family, facts) : nothing(raw);
      }
      remarks.addAll(Plausibility.ofInvoke(raw, family));
      boolean untoldVideo =
          family == ModelFamily.PEGASUS && raw.get(BedrockUsage.VIDEO_SECONDS_IN).isEmpty();
      if (untoldVideo) {
        remarks.add("the request tells no seconds of its video");
      }
      return answer(
          untoldVideo ? Knowledge.PART : Knowledge.WHOLE,
          BedrockUsage.ofInvoke(raw, family),
          raw,
          facts.attributes());
    }

    /** A recording that keeps no answer tells by its request how many images there were. */
    private RecordedAnswer imagesAsked(RawUsage raw, ModelFamily family, RequestFacts facts) {
      Long asked =
          call.status() >= 400 || call.response().has("error")
              ? null
              : CountNames.of(call.request(), "sampleCount");
      if (asked == null) {
        return nothing(raw);
      }
      remarks.add("the answer does not tell what was delivered; taken as asked for");
      RawUsage images = raw.merge(RawUsage.builder().put("images", asked).build());
      return answer(
          Knowledge.WHOLE, BedrockUsage.ofInvoke(images, family), images, facts.attributes());
    }

    private RecordedAnswer invokeStream() {
      ModelFamily family = family();
      RequestFacts facts = facts(call.request(), family);
      RawUsage raw = NativeUsage.read(call.response());
      for (JsonNode event : call.events()) {
        raw = BedrockUsage.mergeFragment(raw, NativeUsage.read(StreamChunks.content(event)));
      }
      raw = HeaderUsage.readStrictly(name -> Optional.ofNullable(call.header(name))).merge(raw);
      raw = BedrockUsage.unblockedIfCounted(raw);
      if (BedrockUsage.closesInvokeStream(raw)) {
        return ofNative(raw.merge(facts.raw()), family, facts);
      }
      Usage part = BedrockUsage.ofInvoke(raw, family);
      if (part.isEmpty()) {
        return nothing(raw);
      }
      remarks.add("the stream ended before its last numbers");
      return answer(Knowledge.PART, part, raw, facts.attributes());
    }

    private RecordedAnswer responses() {
      RawUsage raw = NativeUsage.read(call.response());
      for (JsonNode event : call.events()) {
        raw = BedrockUsage.mergeFragment(raw, NativeUsage.read(event));
        tier.told(ConverseJson.or(event.path("response").path("service_tier"), null), null);
        tier.told(ConverseJson.or(event.path("service_tier"), null), null);
      }
      // The endpoint counts as OpenAI does, whoever made the model.
      return ofNative(raw, ModelFamily.OPENAI, RequestFacts.none());
    }

    private RecordedAnswer guardrail() {
      GuardrailUnits units = new GuardrailUnits();
      if (call.operation() == Operation.APPLY_GUARDRAIL) {
        units.ofAnswer(call.response());
      } else {
        units.ofChecks(call.response());
      }
      RawUsage.Builder raw = RawUsage.builder();
      units.putInto(raw);
      return units.told()
          ? answer(Knowledge.WHOLE, BedrockUsage.ofGuardrail(raw.build()), raw.build())
          : nothing(RawUsage.none());
    }

    /** What is made is told by the request alone. */
    private RecordedAnswer started() {
      if (call.response().path("status").asText("").equalsIgnoreCase("failed")) {
        return answer(Knowledge.FREE, Usage.none(), RawUsage.none());
      }
      ModelFamily family = family();
      RequestFacts facts =
          call.status() >= 400 ? RequestFacts.none() : RequestFacts.ofJob(call.request(), family);
      return ofNative(facts.raw(), family, facts);
    }

    private RecordedAnswer speech() {
      SpeechUsage speech = new SpeechUsage();
      speech.take(call.response());
      for (JsonNode event : call.events()) {
        speech.take(event);
      }
      if (!speech.seen() || speech.raw().isEmpty()) {
        return nothing(RawUsage.none());
      }
      if (!speech.isSplit()) {
        remarks.add("speech and text are not told apart; all tokens are taken for text");
      }
      return answer(
          speech.isSplit() ? Knowledge.WHOLE : Knowledge.PART, speech.usage(), speech.raw());
    }

    private RecordedAnswer batch() {
      JsonNode record = call.response();
      JsonNode output = record.path("modelOutput").isObject() ? record.path("modelOutput") : record;
      if (output.hasNonNull("error") && !output.has("usage") && !output.has("images")) {
        // A record that failed is not billed.
        return answer(Knowledge.FREE, Usage.none(), RawUsage.none());
      }
      JsonNode usage = output.path("usage");
      if (usage.has("inputTokens") || usage.has("outputTokens")) {
        return converse(output);
      }
      ModelFamily family = family();
      JsonNode input = record.path("modelInput");
      RequestFacts facts = facts(input.isObject() ? input : call.request(), family);
      return ofNative(NativeUsage.read(output).merge(facts.raw()), family, facts);
    }

    private RecordedAnswer nothing(RawUsage raw) {
      return answer(Knowledge.NOTHING, Usage.none(), raw);
    }

    private RecordedAnswer answer(Knowledge knowledge, Usage usage, RawUsage raw) {
      return answer(knowledge, usage, raw, PriceAttributes.none());
    }

    private RecordedAnswer answer(
        Knowledge knowledge, Usage usage, RawUsage raw, PriceAttributes attributes) {
      return new RecordedAnswer(knowledge, usage, raw, tier.served(), served, attributes, remarks);
    }
  }
}
