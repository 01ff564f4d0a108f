package io.costaware.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the model answers. What is null is left to the model.
 *
 * <p>Immutable.
 *
 * @param maxTokens output tokens at most, at least 1
 * @param temperature from 0, as the model takes it
 * @param topP from 0 to 1
 * @param stopSequences texts at which the model stops
 */
public record InferenceSettings(
    @Nullable Integer maxTokens,
    @Nullable Double temperature,
    @Nullable Double topP,
    List<String> stopSequences) {
  /** Everything is left to the model. */
  public static final InferenceSettings NONE = new InferenceSettings(null, null, null, List.of());

  /** Refuses what no model takes. */
  public InferenceSettings {
    stopSequences = List.copyOf(stopSequences);
    if (maxTokens != null && maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens is " + maxTokens + "; use at least 1");
    }
    if (temperature != null && !(temperature >= 0)) {
      throw new IllegalArgumentException("temperature is " + temperature + "; use 0 or more");
    }
    if (topP != null && !(topP >= 0 && topP <= 1)) {
      throw new IllegalArgumentException("topP is " + topP + "; use 0 to 1");
    }
  }

  InferenceSettings withMaxTokens(int tokens) {
    return new InferenceSettings(tokens, temperature, topP, stopSequences);
  }

  InferenceSettings withTemperature(double value) {
    return new InferenceSettings(maxTokens, value, topP, stopSequences);
  }

  InferenceSettings withTopP(double value) {
    return new InferenceSettings(maxTokens, temperature, value, stopSequences);
  }

  InferenceSettings withStopSequences(List<String> sequences) {
    return new InferenceSettings(maxTokens, temperature, topP, sequences);
  }
}
