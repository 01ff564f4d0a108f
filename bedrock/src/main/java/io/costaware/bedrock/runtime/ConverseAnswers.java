package io.costaware.bedrock.runtime;

import io.costaware.bedrock.usage.BedrockUsage;
import io.costaware.bedrock.usage.ConverseFields;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.target.ServiceTier;
import io.costaware.usage.RawUsage;
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

  static Outcome outcome(ConverseResponse response, ServiceTier requested) {
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
    return outcome(fields, "the answer has no usage")
        .withServedTier(
            Tiers.served(
                response.serviceTier() == null ? null : response.serviceTier().typeAsString(),
                response.performanceConfig() == null
                    ? null
                    : response.performanceConfig().latencyAsString(),
                requested))
        .withServedModel(router == null ? null : router.invokedModelId())
        .withRequestId(requestId(response));
  }

  static Outcome outcome(ConverseFields fields, String missing) {
    RawUsage raw = fields.raw();
    return fields.usageSeen() || raw.orZero(BedrockUsage.INPUT_BLOCKED) > 0
        ? Outcome.measured(BedrockUsage.ofConverse(raw), raw)
        : Outcome.unmeasured(CallResult.SUCCEEDED, missing);
  }

  static @Nullable String requestId(BedrockRuntimeResponse response) {
    AwsResponseMetadata metadata = response.responseMetadata();
    String id = metadata == null ? null : metadata.requestId();
    return NO_ID.equals(id) ? null : id;
  }
}
