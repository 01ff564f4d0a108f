package io.costaware.event;

import java.time.Instant;

/**
 * Something that was told about: an attempt of a call, or a refusal.
 *
 * <p>Immutable.
 */
public sealed interface CostEvent permits CallEvent, RefusedEvent {
  /** Unique; sinks tell duplicates by it. */
  EventId id();

  /** The call it belongs to. */
  CallFacts call();

  /** Milliseconds of the epoch: when the attempt was dispatched, or the call refused. */
  long atMillis();

  /** {@link #atMillis} as a moment. */
  default Instant at() {
    return Instant.ofEpochMilli(atMillis());
  }
}
