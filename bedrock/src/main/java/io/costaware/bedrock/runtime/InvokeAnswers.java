package io.costaware.bedrock.runtime;

import io.costaware.bedrock.usage.BedrockTiers;
import io.costaware.bedrock.usage.BedrockUsage;
import io.costaware.bedrock.usage.HeaderUsage;
import io.costaware.bedrock.usage.ModelFamily;
import io.costaware.bedrock.usage.NativeUsage;
import io.costaware.bedrock.usage.Plausibility;
import io.costaware.bedrock.usage.RequestFacts;
import io.costaware.call.OpenCall;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;

/** Reads what an answer of InvokeModel says about its cost. */
final class InvokeAnswers {
  private InvokeAnswers() {}

  static Outcome outcome(InvokeModelResponse response, RequestFacts request, OpenCall call) {
    RawUsage body =
        response.body() == null
            ? RawUsage.none()
            : NativeUsage.read(response.body().asByteArrayUnsafe());
    SdkHttpResponse http = response.sdkHttpResponse();
    RawUsage raw = http == null ? body : HeaderUsage.read(http::firstMatchingHeader).merge(body);
    raw = BedrockUsage.unblockedIfCounted(raw.merge(request.raw()));
    ModelFamily family = Answered.family(call, null);
    return known(raw, family, call)
        .withServedTier(
            BedrockTiers.served(
                response.serviceTierAsString(),
                response.performanceConfigLatencyAsString(),
                call.facts().requestedTier()))
        .withAttributes(request.attributes())
        .withRequestId(ConverseAnswers.requestId(response));
  }

  private static Outcome known(RawUsage raw, ModelFamily family, OpenCall call) {
    if (!BedrockUsage.knowsInvoke(raw, family)) {
      return Outcome.unmeasured(CallResult.SUCCEEDED, "neither headers nor body tell the usage");
    }
    Usage usage = BedrockUsage.ofInvoke(raw, family);
    Plausibility.ofInvoke(raw, family).forEach(call::flag);
    Answered.flagWrites(usage, call);
    return family == ModelFamily.PEGASUS && raw.get(BedrockUsage.VIDEO_SECONDS_IN).isEmpty()
        ? Outcome.partlyMeasured(
            CallResult.SUCCEEDED, usage, raw, "the seconds of the video are not told")
        : Outcome.measured(usage, raw);
  }
}
