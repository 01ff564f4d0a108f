package io.costaware.target;

import static java.util.Objects.requireNonNull;

/**
 * A model as a call names it to its provider: an id, a system profile, an ARN, a publisher path.
 *
 * <p>Immutable.
 *
 * @param provider who is asked
 * @param id what the provider is given, not empty
 */
public record ModelId(Provider provider, String id) {
  /** Refuses an empty id. */
  public ModelId {
    requireNonNull(provider, "provider");
    requireNonNull(id, "id");
    if (id.isBlank()) {
      throw new IllegalArgumentException(
          "A model id is empty; write one such as amazon.nova-lite-v1:0");
    }
  }

  /**
   * Reads {@code provider:id}, for example {@code bedrock:global.anthropic.claude-sonnet-4-6}.
   *
   * @throws IllegalArgumentException if the text has no provider in front
   */
  public static ModelId parse(String reference) {
    int colon = reference.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "'" + reference + "' names no provider; write bedrock:<model> or vertex:<model>");
    }
    return new ModelId(Provider.of(reference.substring(0, colon)), reference.substring(colon + 1));
  }

  /** {@code provider:id}, which {@link #parse} reads. */
  @Override
  public String toString() {
    return provider.id() + ":" + id;
  }
}
