package io.costaware.bedrock.runtime;

import io.costaware.bedrock.usage.BedrockTiers;
import io.costaware.bedrock.usage.BedrockUsage;
import io.costaware.bedrock.usage.ConverseFields;
import io.costaware.bedrock.usage.ModelFamily;
import io.costaware.bedrock.usage.Plausibility;
import io.costaware.call.OpenCall;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.target.ServiceTier;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsResponseMetadata;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.PromptRouterTrace;

/** Reads what an answer of Converse says about its cost. */
final class ConverseAnswers {
  static final String INTERVENED = "guardrail_intervened";

  /** What the SDK says where it has no id. */
  private static final String NO_ID = "UNKNOWN";

  private ConverseAnswers() {}

  static Outcome outcome(ConverseResponse response, OpenCall call) {
    ConverseFields fields = new ConverseFields();
    fields.take(response.usage());
    PromptRouterTrace router = null;
    if (response.trace() != null) {
      fields.take(response.trace().guardrail(), INTERVENED.equals(response.stopReasonAsString()));
      router = response.trace().promptRouter();
    }
    if (response.output() != null && response.output().message() != null) {
      fields.take(response.output().message().content());
    }
    String served = router == null ? null : router.invokedModelId();
    ServiceTier requested = call.facts().requestedTier();
    return outcome(fields, Answered.family(call, served), call)
        .withServedTier(
            BedrockTiers.served(
                response.serviceTier() == null ? null : response.serviceTier().typeAsString(),
                response.performanceConfig() == null
                    ? null
                    : response.performanceConfig().latencyAsString(),
                requested))
        .withServedModel(served)
        .withRequestId(requestId(response));
  }

  private static Outcome outcome(ConverseFields fields, ModelFamily family, OpenCall call) {
    RawUsage raw = fields.raw();
    if (!knows(fields, raw)) {
      return Outcome.unmeasured(CallResult.SUCCEEDED, "the answer has no usage");
    }
    Usage usage = BedrockUsage.ofConverse(raw, family);
    flag(fields, raw, usage, family, call);
    return Outcome.measured(usage, raw);
  }

  static boolean knows(ConverseFields fields, RawUsage raw) {
    return fields.usageSeen() || raw.orZero(BedrockUsage.INPUT_BLOCKED) > 0;
  }

  static void flag(
      ConverseFields fields, RawUsage raw, Usage usage, ModelFamily family, OpenCall call) {
    if (raw.orZero(BedrockUsage.INPUT_BLOCKED) == 0) {
      Plausibility.ofConverse(raw, family, fields.textSeen()).forEach(call::flag);
      Answered.flagWrites(usage, call);
    }
  }

  static @Nullable String requestId(BedrockRuntimeResponse response) {
    AwsResponseMetadata metadata = response.responseMetadata();
    String id = metadata == null ? null : metadata.requestId();
    return NO_ID.equals(id) ? null : id;
  }
}
