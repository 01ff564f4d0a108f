package io.costaware.bedrock.runtime;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeRequest;

/**
 * The field {@code requestMetadata} of the InvokeModel requests. An SDK before 2.46.17 has no such
 * field; the header that it becomes is then set by hand.
 */
final class InvokeMetadata {
  private static final String FIELD = "requestMetadata";
  private static final String HEADER = "X-Amzn-Bedrock-Request-Metadata";

  private InvokeMetadata() {}

  /** What the request has there; null if nothing. */
  static @Nullable String read(BedrockRuntimeRequest request) {
    String field = request.getValueForField(FIELD, String.class).orElse(null);
    return field != null
        ? field
        : request
            .overrideConfiguration()
            .map(config -> config.headers().get(HEADER))
            .filter(values -> !values.isEmpty())
            .map(values -> values.get(0))
            .orElse(null);
  }

  /** Puts a value into a builder of that request. */
  @SuppressWarnings("unchecked") // The service model says that this member is a string.
  static void write(
      BedrockRuntimeRequest request, BedrockRuntimeRequest.Builder builder, String json) {
    for (SdkField<?> field : request.sdkFields()) {
      if (field.memberName().equals(FIELD)) {
        ((SdkField<String>) field).set(builder, json);
        return;
      }
    }
    AwsRequestOverrideConfiguration config =
        request
            .overrideConfiguration()
            .map(AwsRequestOverrideConfiguration::toBuilder)
            .orElseGet(AwsRequestOverrideConfiguration::builder)
            .putHeader(HEADER, json)
            .build();
    builder.overrideConfiguration(config);
  }
}
