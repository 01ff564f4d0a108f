package io.costaware.bedrock.runtime;

import io.costaware.bedrock.usage.BedrockTiers;
import io.costaware.bedrock.usage.BedrockUsage;
import io.costaware.bedrock.usage.ModelFamily;
import io.costaware.bedrock.usage.NativeText;
import io.costaware.bedrock.usage.NativeUsage;
import io.costaware.bedrock.usage.Plausibility;
import io.costaware.bedrock.usage.RequestFacts;
import io.costaware.call.OpenCall;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.usage.OutputTally;
import io.costaware.usage.RawUsage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.PayloadPart;
import software.amazon.awssdk.services.bedrockruntime.model.ResponseStream;

/**
 * Adds up one attempt of InvokeModelWithResponseStream, from the model's native events and from the
 * metrics that Bedrock adds to the last one.
 */
final class InvokeTally implements StreamTally<ResponseStream> {
  private final OpenCall call;
  private final RequestFacts request;
  private final OutputTally output;
  private RawUsage raw = RawUsage.none();
  private boolean begun;
  private long bytes;
  private boolean flagged;
  private @Nullable String tier;
  private @Nullable String latency;

  InvokeTally(OpenCall call, RequestFacts request) {
    this.call = call;
    this.request = request;
    this.output = Answered.output(call);
  }

  synchronized void served(@Nullable String tierHeader, @Nullable String latencyHeader) {
    tier = tierHeader;
    latency = latencyHeader;
  }

  @Override
  public synchronized void take(ResponseStream event) {
    begun = true;
    if (event instanceof PayloadPart part && part.bytes() != null) {
      byte[] json = part.bytes().asByteArrayUnsafe();
      bytes += json.length;
      RawUsage told = NativeUsage.read(json);
      raw = BedrockUsage.mergeFragment(raw, told);
      count(json, BedrockUsage.outputTold(told));
    }
  }

  /** A count of the model's stands for the text beside it too. */
  private void count(byte[] json, long told) {
    if (told >= 0) {
      output.reported(told);
    } else {
      NativeText.into(output, json);
    }
  }

  @Override
  public synchronized boolean begun() {
    return begun;
  }

  @Override
  public synchronized long outputTokens() {
    return output.tokens();
  }

  @Override
  public synchronized boolean isOutputTold() {
    return output.isReported();
  }

  @Override
  public synchronized boolean complete() {
    return BedrockUsage.closesInvokeStream(raw);
  }

  @Override
  public synchronized Outcome outcome(CallResult result, boolean whole) {
    return known(result, whole)
        .withServedTier(BedrockTiers.served(tier, latency, call.facts().requestedTier()))
        .withAttributes(request.attributes());
  }

  private Outcome known(CallResult result, boolean whole) {
    ModelFamily family = Answered.family(call, null);
    if (complete()) {
      RawUsage all = BedrockUsage.unblockedIfCounted(raw.merge(request.raw()));
      if (!flagged) {
        flagged = true;
        Plausibility.ofInvoke(all, family).forEach(call::flag);
      }
      return Outcome.measured(BedrockUsage.ofInvoke(all, family), all).withResult(result);
    }
    String basis = StreamTap.basis(whole, bytes, output.tokens());
    return raw.isEmpty()
        ? Outcome.unmeasured(result, basis)
        : Outcome.partlyMeasured(result, BedrockUsage.ofInvoke(raw, family), raw, basis);
  }
}
