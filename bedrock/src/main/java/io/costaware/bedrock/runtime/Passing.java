package io.costaware.bedrock.runtime;

import org.jspecify.annotations.Nullable;

/** Which requests go past the meter. */
final class Passing {
  private Passing() {}

  /**
   * Whether a request is left to the SDK: one without a model, which the SDK refuses itself, and
   * one that another metered client in front of this has just handed over.
   */
  static boolean isUnmetered(@Nullable Object request, @Nullable String modelId) {
    return request == null
        || modelId == null
        || modelId.isBlank()
        || InFlight.carrying(request) != null;
  }
}
