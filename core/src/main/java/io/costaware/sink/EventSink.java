package io.costaware.sink;

import io.costaware.event.CostEvent;

/**
 * Takes events away. Behind {@code CostAware} it is called by one thread of its own, never by the
 * thread that makes a call; what it throws is counted and logged and goes no further.
 *
 * <p>Safe for use by many threads.
 */
@FunctionalInterface
public interface EventSink extends AutoCloseable {
  /** Takes one event. */
  void accept(CostEvent event);

  /** Writes out what is buffered. Called when the queue runs dry and before closing. */
  default void flush() {}

  /** Frees what the sink uses. Events after it are refused. */
  @Override
  default void close() {}
}
