package io.costaware.bedrock.runtime;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.SdkServiceClientConfiguration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeRequest;

/**
 * Shows the attempts of a client that somebody else has built: each request carries a plugin that
 * adds the interceptor for this one call. The SDK rebuilds its configuration for it.
 */
final class AttemptsByRequest {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptsByRequest.class);

  private final SdkPlugin plugin = AttemptsByRequest::watch;

  private static void watch(SdkServiceClientConfiguration.Builder config) {
    config.overrideConfiguration(watched(config.overrideConfiguration()));
  }

  /** A client's own configuration, and the interceptor behind its own interceptors. */
  static ClientOverrideConfiguration watched(@Nullable ClientOverrideConfiguration own) {
    return (own == null ? ClientOverrideConfiguration.builder() : own.toBuilder())
        .addExecutionInterceptor(new AttemptWatch())
        .build();
  }

  @SuppressWarnings("unchecked") // A request's builder builds that request's type again.
  <Q extends BedrockRuntimeRequest> Q shownBy(Q request) {
    try {
      AwsRequestOverrideConfiguration config =
          request
              .overrideConfiguration()
              .map(AwsRequestOverrideConfiguration::toBuilder)
              .orElseGet(AwsRequestOverrideConfiguration::builder)
              .addPlugin(plugin)
              .build();
      return (Q) request.toBuilder().overrideConfiguration(config).build();
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("The attempts of a call cannot be shown", e);
      return request;
    }
  }
}
