package io.costaware.target;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The priceable aim of a call: a base model, how far the call may be routed, and where it starts.
 *
 * <p>Immutable.
 *
 * @param provider who is asked
 * @param model the base model id without profile prefix, for example {@code
 *     anthropic.claude-sonnet-4-6} or {@code gemini-2.5-flash}
 * @param scope how far the provider may route it
 * @param region the Region or location that the client points at; null where it is not known
 */
public record Target(Provider provider, String model, RoutingScope scope, @Nullable String region) {
  /** Checks that nothing but the Region is missing. */
  public Target {
    requireNonNull(provider, "provider");
    requireNonNull(model, "model");
    requireNonNull(scope, "scope");
  }

  /** For example {@code bedrock:anthropic.claude-sonnet-4-6 (global)}. */
  @Override
  public String toString() {
    return provider.id() + ":" + model + " (" + scope + ")";
  }
}
