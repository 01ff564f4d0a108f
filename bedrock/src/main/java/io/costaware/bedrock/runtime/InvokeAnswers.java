package io.costaware.bedrock.runtime;

import io.costaware.bedrock.usage.BedrockUsage;
import io.costaware.bedrock.usage.HeaderUsage;
import io.costaware.bedrock.usage.NativeUsage;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.target.ServiceTier;
import io.costaware.usage.RawUsage;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;

/** Reads what an answer of InvokeModel says about its cost. */
final class InvokeAnswers {
  private InvokeAnswers() {}

  static Outcome outcome(InvokeModelResponse response, ServiceTier requested, int documents) {
    RawUsage body =
        response.body() == null
            ? RawUsage.none()
            : NativeUsage.read(response.body().asByteArrayUnsafe());
    SdkHttpResponse http = response.sdkHttpResponse();
    RawUsage raw = http == null ? body : HeaderUsage.read(http::firstMatchingHeader).merge(body);
    if (documents > 0) {
      raw = raw.merge(RawUsage.builder().put("rerank.documents", documents).build());
    }
    raw = unblockedIfCounted(raw);
    return (BedrockUsage.knowsInvoke(raw)
            ? Outcome.measured(BedrockUsage.ofInvoke(raw), raw)
            : Outcome.unmeasured(CallResult.SUCCEEDED, "neither headers nor body tell the usage"))
        .withServedTier(
            Tiers.served(
                response.serviceTierAsString(),
                response.performanceConfigLatencyAsString(),
                requested))
        .withRequestId(ConverseAnswers.requestId(response));
  }

  /** Bedrock counts in its headers what it bills: then the model did run, whatever was blocked. */
  private static RawUsage unblockedIfCounted(RawUsage raw) {
    return raw.orZero("header.outputTokenCount") > 0
            && raw.get(BedrockUsage.INPUT_BLOCKED).isPresent()
        ? raw.merge(RawUsage.builder().put(BedrockUsage.INPUT_BLOCKED, 0).build())
        : raw;
  }
}
