package io.costaware.profiles;

import static java.util.Objects.requireNonNull;

import io.costaware.tags.Tags;
import io.costaware.target.RoutingScope;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a profile is looked up by: a model, how far calls may be routed, and those tags of a call
 * that choose the profile. Its hash is computed once: build keys early and keep them.
 *
 * <p>Immutable.
 */
public final class ProfileKey {
  private final String model;
  private final @Nullable RoutingScope scope;
  private final Tags tags;
  private final int hash;
  // What the last look-up in one index came to, so that the next costs no comparison of texts. Racy
  // on purpose: the record's fields are final, and a lost write costs one look-up.
  private @Nullable Remembered remembered;

  private record Remembered(ProfileIndex index, @Nullable Resolution resolution) {}

  private ProfileKey(String model, @Nullable RoutingScope scope, Tags tags) {
    this.model = requireNonNull(model, "model");
    this.scope = scope;
    this.tags = requireNonNull(tags, "tags");
    this.hash = 31 * (31 * model.hashCode() + Objects.hashCode(scope)) + tags.hashCode();
  }

  /** A key for any routing scope. */
  public static ProfileKey of(String model, Tags tags) {
    return new ProfileKey(model, null, tags);
  }

  /**
   * A key.
   *
   * @param model the base model id, for example {@code anthropic.claude-sonnet-4-6}
   * @param scope the routing scope that the profile must have; null for any
   * @param tags the tags of the call; a registry looks at its key tags alone, and a key that holds
   *     no others is found faster
   */
  public static ProfileKey of(String model, @Nullable RoutingScope scope, Tags tags) {
    return new ProfileKey(model, scope, tags);
  }

  /** The answer of an index to this key, or null if no profile fits. */
  @Nullable Resolution in(ProfileIndex index) {
    Remembered last = remembered;
    if (last == null || last.index != index) {
      last = new Remembered(index, index.get(this));
      remembered = last;
    }
    return last.resolution;
  }

  /** The base model id. */
  public String model() {
    return model;
  }

  /** The routing scope that is wanted; null for any. */
  public @Nullable RoutingScope scope() {
    return scope;
  }

  /** The tags that choose the profile. */
  public Tags tags() {
    return tags;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof ProfileKey key
            && hash == key.hash
            && model.equals(key.model)
            && Objects.equals(scope, key.scope)
            && tags.equals(key.tags));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** For example {@code anthropic.claude-sonnet-4-6 (global) {team=support}}. */
  @Override
  public String toString() {
    return model + (scope == null ? " " : " (" + scope + ") ") + tags;
  }
}
