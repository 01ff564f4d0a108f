package io.costaware.target;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Reads the name that a call used for its model: ids, system profiles, ARNs, publisher paths.
 *
 * <p>Base ids come out as the providers publish them, so that every way to name a model leads to
 * the same {@link Target}. Whatever the text, the answer is an {@link Aim} and never an exception.
 *
 * <p>Safe for use by many threads.
 */
public final class ModelNames {
  private ModelNames() {}

  /**
   * What a name says about where a call goes.
   *
   * @param id the name as the call gave it
   * @param region the Region or location of the client that makes the call; null where not known
   */
  public static Aim aim(ModelId id, @Nullable String region) {
    requireNonNull(id, "id");
    String name = id.id().strip();
    String place = region == null || region.isBlank() ? null : region.strip();
    return switch (id.provider()) {
      case BEDROCK ->
          name.startsWith("arn:") ? BedrockArn.aim(name, place) : BedrockIds.aim(name, place);
      case VERTEX -> VertexNames.aim(name, place);
    };
  }
}
