package io.costaware.call;

import io.costaware.tags.Tags;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a call on the thread that makes it: the tags of scopes and enrichers, and the
 * scope that collects its events. Captured on the caller's thread, used wherever the call is
 * opened.
 *
 * <p>Immutable.
 */
public final class Ambient {
  private final Tags tags;
  private final @Nullable EventScope events;

  Ambient(Tags tags, @Nullable EventScope events) {
    this.tags = tags;
    this.events = events;
  }

  /** The tags of enrichers and scopes, the scope's over the enrichers'. */
  public Tags tags() {
    return tags;
  }

  @Nullable EventScope events() {
    return events;
  }
}
