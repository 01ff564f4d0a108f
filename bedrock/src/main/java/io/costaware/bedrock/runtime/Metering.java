package io.costaware.bedrock.runtime;

import io.costaware.bedrock.usage.ModelFamily;
import io.costaware.call.CallIntent;
import io.costaware.call.CallMeter;
import io.costaware.call.CallOrigin;
import io.costaware.call.OpenCall;
import io.costaware.profiles.ProfileRegistry;
import io.costaware.tags.TagMapping;
import io.costaware.target.Provider;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeRequest;

/**
 * What a metered client works with.
 *
 * @param meter opens and ends its calls
 * @param origin the client itself, as the meter knows it
 * @param plain the same client without profiles, for operations that take none
 * @param profiles the inference profiles; null if they are not looked up
 * @param mapping how tags become request metadata; null if they don't
 * @param attempts how attempts of a wrapped client are shown; null if it is not asked to
 * @param closesDelegate whether closing the metered client closes the one behind it
 */
record Metering(
    CallMeter meter,
    CallOrigin origin,
    CallOrigin plain,
    @Nullable ProfileRegistry profiles,
    @Nullable TagMapping mapping,
    @Nullable AttemptsByRequest attempts,
    boolean closesDelegate) {

  OpenCall open(CallIntent intent) {
    return meter.open(intent);
  }

  /** The family of a model, which an alias does not tell by its name. */
  ModelFamily family(@Nullable String model) {
    return model == null
        ? ModelFamily.OTHER
        : ModelFamily.of(meter.modelNamed(Provider.BEDROCK, model));
  }

  /** A request that shows its attempts where the client itself does not. */
  <Q extends BedrockRuntimeRequest> Q showing(Q outgoing) {
    return attempts == null ? outgoing : attempts.shownBy(outgoing);
  }

  InFlight inFlight(OpenCall call) {
    return new InFlight(call, origin.attemptsVisible());
  }
}
