package io.costaware.profiles;

import static java.util.Objects.requireNonNull;

import io.costaware.tags.Tags;
import io.costaware.target.RoutingScope;

/**
 * An application inference profile with its tags and the model behind it.
 *
 * <p>Immutable.
 *
 * @param arn its ARN, not empty
 * @param tags its tags; none if they have been taken away
 * @param model the base model id behind it, for example {@code anthropic.claude-sonnet-4-6}
 * @param scope how far calls through it are routed
 * @param name its name at the service, for people; may be empty
 */
public record Profile(String arn, Tags tags, String model, RoutingScope scope, String name) {
  /** Refuses what is null, and an empty ARN or model. */
  public Profile {
    requireNonNull(arn, "arn");
    requireNonNull(tags, "tags");
    requireNonNull(model, "model");
    requireNonNull(scope, "scope");
    requireNonNull(name, "name");
    if (arn.isBlank() || model.isBlank()) {
      throw new IllegalArgumentException(
          "An inference profile needs an ARN and a model, but has '"
              + arn
              + "' and '"
              + model
              + "'");
    }
  }
}
