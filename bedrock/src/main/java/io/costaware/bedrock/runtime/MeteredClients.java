package io.costaware.bedrock.runtime;

import io.costaware.call.CallIntent;
import io.costaware.call.CallMeter;
import io.costaware.call.CallOrigin;
import io.costaware.pricing.Estimate;
import io.costaware.profiles.ProfileRegistry;
import io.costaware.tags.TagMapping;
import io.costaware.target.Provider;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsServiceClientConfiguration;
import software.amazon.awssdk.core.client.builder.SdkClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;

/**
 * Makes metered clients out of the SDK's builders and clients.
 *
 * <p>Immutable.
 *
 * @param meter opens and ends the calls
 * @param mapping how tags become request metadata; null if they don't
 * @param profiles finds inference profiles; null if calls go out as they are
 * @param profileRequired whether a call without a fitting profile is refused
 * @param showsAttempts whether wrapped clients show their attempts, at a cost for each call
 * @param closesWrapped whether closing a wrapped client closes the one behind it
 * @param account the AWS account that pays; null if it is not said
 */
public record MeteredClients(
    CallMeter meter,
    @Nullable TagMapping mapping,
    @Nullable ProfileRegistry profiles,
    boolean profileRequired,
    boolean showsAttempts,
    boolean closesWrapped,
    @Nullable String account) {

  /** Builds a client that shows each attempt, and meters it. */
  public BedrockRuntimeClient build(BedrockRuntimeClientBuilder builder) {
    BedrockRuntimeClient client = watched(builder, builder::build);
    return ClientProxy.of(
        BedrockRuntimeClient.class,
        new MeteredSync(client, metering(region(client), true, null, true)),
        client,
        meter);
  }

  /** Builds an async client that shows each attempt, and meters it. */
  public BedrockRuntimeAsyncClient build(BedrockRuntimeAsyncClientBuilder builder) {
    BedrockRuntimeAsyncClient client = watched(builder, builder::build);
    return ClientProxy.of(
        BedrockRuntimeAsyncClient.class,
        new MeteredAsync(client, metering(region(client), true, null, true)),
        client,
        meter);
  }

  /**
   * Meters a client that somebody else has built.
   *
   * @throws IllegalArgumentException if another meter meters it already
   */
  public BedrockRuntimeClient wrap(BedrockRuntimeClient client) {
    return isMetered(client)
        ? client
        : ClientProxy.of(
            BedrockRuntimeClient.class,
            new MeteredSync(client, wrapping(region(client))),
            client,
            meter);
  }

  /**
   * Meters an async client that somebody else has built.
   *
   * @throws IllegalArgumentException if another meter meters it already
   */
  public BedrockRuntimeAsyncClient wrap(BedrockRuntimeAsyncClient client) {
    return isMetered(client)
        ? client
        : ClientProxy.of(
            BedrockRuntimeAsyncClient.class,
            new MeteredAsync(client, wrapping(region(client))),
            client,
            meter);
  }

  /**
   * What a Converse call through a client may cost, without sending it or holding anything.
   *
   * @throws io.costaware.call.CallRefusedException if its tags or a missing profile are refused
   */
  public Estimate estimate(BedrockRuntimeClient client, ConverseRequest request) {
    return meter.estimate(intent(client, request));
  }

  /** A Converse call through a client, as the meter sees it before it is made. */
  public CallIntent intent(BedrockRuntimeClient client, ConverseRequest request) {
    Metering wrapped = metering(region(client), false, null, false);
    return ConverseParts.of(request).intent(wrapped.origin());
  }

  private boolean isMetered(Object client) {
    CallMeter by = ClientProxy.meterOf(client);
    if (by != null && by != meter) {
      throw new IllegalArgumentException(
          "This client is metered by another CostAware already, and a call is metered once; wrap the"
              + " SDK's own client, or use one CostAware for both");
    }
    return by != null;
  }

  private Metering wrapping(@Nullable String region) {
    return metering(
        region, showsAttempts, showsAttempts ? new AttemptsByRequest() : null, closesWrapped);
  }

  private Metering metering(
      @Nullable String region,
      boolean attemptsVisible,
      @Nullable AttemptsByRequest attempts,
      boolean closes) {
    CallOrigin unpaid = CallOrigin.of(Provider.BEDROCK, region, attemptsVisible);
    CallOrigin plain = account == null ? unpaid : unpaid.withAccount(account);
    CallOrigin origin = profiles == null ? plain : plain.withProfiles(profiles, profileRequired);
    return new Metering(meter, origin, plain, profiles, mapping, attempts, closes);
  }

  /** Builds with the interceptor added, and leaves the caller's builder as it was. */
  private static <B extends SdkClientBuilder<B, C>, C> C watched(B builder, Supplier<C> build) {
    ClientOverrideConfiguration own = builder.overrideConfiguration();
    builder.overrideConfiguration(AttemptsByRequest.watched(own));
    try {
      return build.get();
    } finally {
      builder.overrideConfiguration(
          own == null ? ClientOverrideConfiguration.builder().build() : own);
    }
  }

  private static @Nullable String region(BedrockRuntimeClient client) {
    return region(client::serviceClientConfiguration);
  }

  private static @Nullable String region(BedrockRuntimeAsyncClient client) {
    return region(client::serviceClientConfiguration);
  }

  /** A hand-made client need not offer its configuration; then its Region is not known. */
  private static @Nullable String region(
      Supplier<? extends @Nullable AwsServiceClientConfiguration> configuration) {
    try {
      AwsServiceClientConfiguration known = configuration.get();
      return known == null || known.region() == null ? null : known.region().id();
    } catch (UnsupportedOperationException e) {
      return null;
    }
  }
}
