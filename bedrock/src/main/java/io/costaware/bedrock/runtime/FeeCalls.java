package io.costaware.bedrock.runtime;

import io.costaware.bedrock.usage.BedrockUsage;
import io.costaware.bedrock.usage.ConverseFields;
import io.costaware.bedrock.usage.ModelFamily;
import io.costaware.bedrock.usage.RequestFacts;
import io.costaware.call.CallIntent;
import io.costaware.call.OpenCall;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.ServiceTier;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.ApplyGuardrailRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ApplyGuardrailResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithBidirectionalStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.StartAsyncInvokeRequest;
import software.amazon.awssdk.services.bedrockruntime.model.StartAsyncInvokeResponse;

/**
 * Calls beside those of text: video made in the background, by what the request asks for,
 * guardrails that are called for themselves, by their units, and talks, by what their events tell.
 * They carry no request metadata and take no inference profile.
 */
final class FeeCalls {
  /** What guardrails are called in a price sheet; their own ids differ from account to account. */
  static final String GUARDRAIL = "guardrail";

  private final Metering metering;

  FeeCalls(Metering metering) {
    this.metering = metering;
  }

  OpenCall open(StartAsyncInvokeRequest request) {
    ModelFamily family = metering.family(request.modelId());
    RequestFacts facts = facts(request, family);
    Usage fees = facts.fees(family);
    return metering.open(
        intent(Operation.START_ASYNC_INVOKE, request.modelId(), fees)
            .withAttributes(facts.attributes()));
  }

  OpenCall open(ApplyGuardrailRequest request) {
    return metering.open(intent(Operation.APPLY_GUARDRAIL, GUARDRAIL, Usage.none()));
  }

  /** How long a talk will be, nobody knows beforehand. */
  OpenCall open(InvokeModelWithBidirectionalStreamRequest request) {
    CallIntent.Size size =
        new CallIntent.Size(0, "none", CallIntent.Size.UNCAPPED, 1, false, true, true);
    return metering.open(
        new CallIntent(
            metering.plain(),
            Operation.INVOKE_MODEL_BIDIRECTIONAL,
            request.modelId(),
            ServiceTier.STANDARD,
            Tags.none(),
            size));
  }

  private CallIntent intent(Operation operation, String model, Usage fees) {
    // Without a fee in the request, what it costs is open.
    CallIntent.Size size = new CallIntent.Size(0, "none", 0, 1, false, false, fees.isEmpty(), fees);
    return new CallIntent(
        metering.plain(), operation, model, ServiceTier.STANDARD, Tags.none(), size);
  }

  /** The request to send: the caller's own instance if nothing changes. */
  static StartAsyncInvokeRequest outgoing(StartAsyncInvokeRequest request, OpenCall call) {
    return call.modelToSend().equals(request.modelId())
        ? request
        : request.toBuilder().modelId(call.modelToSend()).build();
  }

  /** The same for a talk. */
  static InvokeModelWithBidirectionalStreamRequest outgoing(
      InvokeModelWithBidirectionalStreamRequest request, OpenCall call) {
    return call.modelToSend().equals(request.modelId())
        ? request
        : request.toBuilder().modelId(call.modelToSend()).build();
  }

  /** The answer tells a job's name alone; the request tells what it will have made. */
  static Outcome outcome(
      StartAsyncInvokeRequest request, StartAsyncInvokeResponse response, OpenCall call) {
    ModelFamily family = Answered.family(call, null);
    RequestFacts facts = facts(request, family);
    Usage usage = BedrockUsage.ofInvoke(facts.raw(), family);
    facts.remarks().forEach(call::flag);
    return (usage.isEmpty()
            ? Outcome.unmeasured(CallResult.SUCCEEDED, "the request does not tell what it asks for")
            : Outcome.measured(usage, facts.raw()))
        .withAttributes(facts.attributes())
        .withRequestId(ConverseAnswers.requestId(response));
  }

  static Outcome outcome(ApplyGuardrailResponse response) {
    if (response.usage() == null) {
      return Outcome.unmeasured(CallResult.SUCCEEDED, "the answer has no usage");
    }
    RawUsage raw = ConverseFields.ofGuardrail(response.usage());
    return Outcome.measured(BedrockUsage.ofGuardrail(raw), raw)
        .withRequestId(ConverseAnswers.requestId(response));
  }

  private static RequestFacts facts(StartAsyncInvokeRequest request, ModelFamily family) {
    @Nullable Document input = request.modelInput();
    return RequestFacts.ofJob(input == null ? null : input.unwrap(), family);
  }
}
