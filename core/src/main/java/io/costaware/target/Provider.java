package io.costaware.target;

import java.util.Locale;

/**
 * A cloud service that answers model calls.
 *
 * <p>Immutable.
 */
public enum Provider {
  /** Amazon Bedrock. */
  BEDROCK,
  /** Gemini and partner models on Google Vertex AI. */
  VERTEX;

  private final String id = name().toLowerCase(Locale.ROOT);

  /** The name in events, files and model references: {@code bedrock} or {@code vertex}. */
  public String id() {
    return id;
  }

  /**
   * The provider of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static Provider of(String id) {
    for (Provider provider : values()) {
      if (provider.id.equals(id)) {
        return provider;
      }
    }
    throw new IllegalArgumentException("Unknown provider '" + id + "'; use bedrock or vertex");
  }
}
