package io.costaware.client;

import static java.util.Objects.requireNonNull;

import io.costaware.tags.Tags;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Texts to be embedded.
 *
 * <p>Immutable.
 *
 * @param model alias, model id, profile or ARN
 * @param texts at least one
 * @param dimensions the length of the vectors; null leaves it to the model
 * @param tags what the calls are attributed to
 */
public record EmbedRequest(
    String model, List<String> texts, @Nullable Integer dimensions, Tags tags) {
  /** Copies the list. */
  public EmbedRequest {
    requireNonNull(model, "model");
    texts = List.copyOf(texts);
    requireNonNull(tags, "tags");
    if (model.isBlank()) {
      throw new IllegalArgumentException(
          "A request names no model; write an alias or an id such as amazon.titan-embed-text-v2:0");
    }
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("There is no text to embed; give at least one");
    }
    if (dimensions != null && dimensions < 1) {
      throw new IllegalArgumentException("dimensions is " + dimensions + "; use at least 1");
    }
  }

  /** Texts for a model, vectors of the model's own length. */
  public static EmbedRequest to(String model, String... texts) {
    return new EmbedRequest(model, List.of(texts), null, Tags.none());
  }

  /** Sets the length of the vectors. */
  public EmbedRequest dimensions(int dimensions) {
    return new EmbedRequest(model, texts, dimensions, tags);
  }

  /** Adds a tag. */
  public EmbedRequest tag(String key, String value) {
    return new EmbedRequest(model, texts, dimensions, tags.with(key, value));
  }

  /** The model and how many texts, never the texts. */
  @Override
  public String toString() {
    return "EmbedRequest to " + model + ", " + texts.size() + " texts, " + tags;
  }
}
