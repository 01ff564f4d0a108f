package io.costaware.sink;

import io.costaware.event.CostEvent;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * Can be asked for past events.
 *
 * <p>Safe for use by many threads.
 */
public interface EventStore {
  /**
   * The events dispatched in {@code [from, to)}, in the order in which they were stored, each once.
   * Adjustments count as of the attempt that they adjust, whenever they were made. The stream must
   * be closed.
   */
  Stream<CostEvent> between(Instant from, Instant to);
}
