package io.costaware.call;

import static java.util.Objects.requireNonNull;

import io.costaware.event.EventId;
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
  private final @Nullable EventId operation;

  Ambient(Tags tags, @Nullable EventScope events) {
    this(tags, events, null);
  }

  private Ambient(Tags tags, @Nullable EventScope events, @Nullable EventId operation) {
    this.tags = tags;
    this.events = events;
    this.operation = operation;
  }

  /** The tags of enrichers and scopes, the scope's over the enrichers'. */
  public Tags tags() {
    return tags;
  }

  /**
   * This, for a further call of an operation that has begun: its events bear the operation's id. A
   * loop of function calls is one operation of many calls.
   */
  public Ambient within(EventId operation) {
    return new Ambient(tags, events, requireNonNull(operation, "operation"));
  }

  /** The operation that a call made here belongs to; null if it begins one. */
  @Nullable EventId operation() {
    return operation;
  }

  @Nullable EventScope events() {
    return events;
  }
}
