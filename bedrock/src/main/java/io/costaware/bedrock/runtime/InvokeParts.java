package io.costaware.bedrock.runtime;

import io.costaware.bedrock.usage.BedrockTiers;
import io.costaware.bedrock.usage.ModelFamily;
import io.costaware.bedrock.usage.RequestFacts;
import io.costaware.call.CallIntent;
import io.costaware.call.CallOrigin;
import io.costaware.target.Operation;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamRequest;

/** What InvokeModel and its streaming form have in common. */
record InvokeParts(
    Operation operation,
    String modelId,
    @Nullable SdkBytes bytes,
    InvokeBody body,
    boolean guarded,
    @Nullable String tier,
    @Nullable String latency,
    Map<String, String> metadata) {

  static InvokeParts of(InvokeModelRequest request) {
    return new InvokeParts(
        Operation.INVOKE_MODEL,
        request.modelId(),
        request.body(),
        body(request.body()),
        request.guardrailIdentifier() != null,
        request.serviceTierAsString(),
        request.performanceConfigLatencyAsString(),
        RequestTags.parse(InvokeMetadata.read(request)));
  }

  static InvokeParts of(InvokeModelWithResponseStreamRequest request) {
    return new InvokeParts(
        Operation.INVOKE_MODEL_STREAM,
        request.modelId(),
        request.body(),
        body(request.body()),
        request.guardrailIdentifier() != null,
        request.serviceTierAsString(),
        request.performanceConfigLatencyAsString(),
        RequestTags.parse(InvokeMetadata.read(request)));
  }

  private static InvokeBody body(@Nullable SdkBytes bytes) {
    return InvokeBody.read(bytes == null ? new byte[0] : bytes.asByteArrayUnsafe());
  }

  CallIntent intent(CallOrigin origin, ModelFamily family) {
    RequestFacts facts = facts(family);
    CallIntent.Size size = body.size(family).withFees(facts.fees(family));
    if (guarded) {
      size =
          new CallIntent.Size(
              size.inputTokens(),
              size.inputBasis(),
              size.maxOutputTokens(),
              size.candidates(),
              size.cacheWrites(),
              size.richMedia(),
              true,
              size.fees());
    }
    return new CallIntent(
            origin,
            operation,
            modelId,
            BedrockTiers.requested(tier, latency),
            RequestTags.of(metadata),
            size)
        .withAttributes(facts.attributes());
  }

  /** What the body says of the price, read as that family writes it. */
  RequestFacts facts(ModelFamily family) {
    RequestFacts facts =
        bytes == null
            ? RequestFacts.none()
            : RequestFacts.ofBody(bytes.asByteArrayUnsafe(), family);
    return body.documents() == 0 ? facts : facts.withDocuments(body.documents());
  }
}
