package io.costaware.bedrock.runtime;

import io.costaware.bedrock.usage.BedrockUsage;
import io.costaware.bedrock.usage.NativeUsage;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.target.ServiceTier;
import io.costaware.usage.RawUsage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.PayloadPart;
import software.amazon.awssdk.services.bedrockruntime.model.ResponseStream;

/**
 * Adds up one attempt of InvokeModelWithResponseStream, from the model's native events and from the
 * metrics that Bedrock adds to the last one.
 */
final class InvokeTally implements StreamTally<ResponseStream> {
  private final ServiceTier requested;
  private RawUsage raw = RawUsage.none();
  private boolean begun;
  private long bytes;
  private @Nullable String tier;
  private @Nullable String latency;

  InvokeTally(ServiceTier requested) {
    this.requested = requested;
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
      raw = BedrockUsage.mergeFragment(raw, NativeUsage.read(json));
    }
  }

  @Override
  public synchronized boolean begun() {
    return begun;
  }

  @Override
  public synchronized boolean complete() {
    return BedrockUsage.closesInvokeStream(raw);
  }

  @Override
  public synchronized Outcome outcome(CallResult result, boolean whole) {
    return known(result, whole).withServedTier(Tiers.served(tier, latency, requested));
  }

  private Outcome known(CallResult result, boolean whole) {
    if (complete()) {
      return Outcome.measured(BedrockUsage.ofInvoke(raw), raw).withResult(result);
    }
    String basis = StreamTap.basis(whole, bytes);
    return raw.isEmpty()
        ? Outcome.unmeasured(result, basis)
        : Outcome.partlyMeasured(result, BedrockUsage.ofInvoke(raw), raw, basis);
  }
}
