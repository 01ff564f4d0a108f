package io.costaware.bedrock.runtime;

import io.costaware.bedrock.usage.BedrockTiers;
import io.costaware.call.CallIntent;
import io.costaware.call.CallOrigin;
import io.costaware.target.Operation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.PerformanceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceTier;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;

/** What Converse and ConverseStream requests have in common; the SDK gives them no common type. */
record ConverseParts(
    Operation operation,
    String modelId,
    List<Message> messages,
    List<SystemContentBlock> system,
    @Nullable ToolConfiguration tools,
    @Nullable Document additional,
    @Nullable InferenceConfiguration inference,
    boolean guarded,
    @Nullable ServiceTier tier,
    @Nullable PerformanceConfiguration performance,
    Map<String, String> metadata) {

  static ConverseParts of(ConverseRequest request) {
    return new ConverseParts(
        Operation.CONVERSE,
        request.modelId(),
        request.messages(),
        request.system(),
        request.toolConfig(),
        request.additionalModelRequestFields(),
        request.inferenceConfig(),
        request.guardrailConfig() != null,
        request.serviceTier(),
        request.performanceConfig(),
        request.requestMetadata());
  }

  static ConverseParts of(ConverseStreamRequest request) {
    return new ConverseParts(
        Operation.CONVERSE_STREAM,
        request.modelId(),
        request.messages(),
        request.system(),
        request.toolConfig(),
        request.additionalModelRequestFields(),
        request.inferenceConfig(),
        request.guardrailConfig() != null,
        request.serviceTier(),
        request.performanceConfig(),
        request.requestMetadata());
  }

  CallIntent intent(CallOrigin origin) {
    PromptSize size = new PromptSize();
    size.messages(messages);
    size.system(system);
    size.tools(tools);
    size.guardrail(guarded);
    return intent(origin, size.upTo(inference == null ? null : inference.maxTokens()));
  }

  CallIntent intent(CallOrigin origin, CallIntent.Size size) {
    return new CallIntent(
        origin,
        operation,
        modelId,
        BedrockTiers.requested(
            tier == null ? null : tier.typeAsString(),
            performance == null ? null : performance.latencyAsString()),
        RequestTags.of(metadata),
        size);
  }

  /** With a prompt of Prompt Management as the model, Converse refuses settings of its own. */
  boolean namesPrompt() {
    return modelId.startsWith("arn:") && modelId.contains(":prompt/");
  }

  /** The inference settings with a policy's clamp; null if they stay as they are. */
  @Nullable InferenceConfiguration clamped(long clampTokens) {
    if (clampTokens <= 0) {
      return null;
    }
    Integer own = inference == null ? null : inference.maxTokens();
    if (own != null && own <= clampTokens) {
      return null;
    }
    InferenceConfiguration.Builder clamped =
        inference == null ? InferenceConfiguration.builder() : inference.toBuilder();
    return clamped.maxTokens((int) Math.min(Integer.MAX_VALUE, clampTokens)).build();
  }
}
