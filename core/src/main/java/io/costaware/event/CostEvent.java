package io.costaware.event;

import java.time.Instant;

/**
 * Something that was told about: an attempt of a call, a refusal, or a cost that was reckoned anew.
 *
 * <p>Immutable.
 */
public sealed interface CostEvent permits CallEvent, RefusedEvent, AdjustmentEvent {
  /** Unique; sinks tell duplicates by it. */
  EventId id();

  /** The call it belongs to. */
  CallFacts call();

  /**
   * Milliseconds of the epoch: when the attempt was dispatched, or the call refused. An adjustment
   * has the moment of the attempt that it adjusts, so that a range of time holds both or neither.
   */
  long atMillis();

  /** {@link #atMillis} as a moment. */
  default Instant at() {
    return Instant.ofEpochMilli(atMillis());
  }
}
