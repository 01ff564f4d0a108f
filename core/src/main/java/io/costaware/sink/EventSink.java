package io.costaware.sink;

import io.costaware.event.CostEvent;
import java.util.Collection;
import java.util.List;

/**
 * Takes events away. Behind {@code CostAware} it is called by one thread of its own, never by the
 * thread that makes a call; what it throws is counted and logged and goes no further.
 *
 * <p>Safe for use by many threads.
 */
@FunctionalInterface
public interface EventSink extends AutoCloseable {
  /** A sink that forgets all events. */
  static EventSink none() {
    return event -> {};
  }

  /**
   * A sink that hands every event to each of some sinks in turn, also when one of them throws; what
   * was thrown first is thrown in the end.
   */
  static EventSink all(Collection<? extends EventSink> sinks) {
    List<EventSink> each = List.copyOf(sinks);
    if (each.isEmpty()) {
      return none();
    }
    return each.size() == 1 ? each.get(0) : new AllSinks(each);
  }

  /** Takes one event. */
  void accept(CostEvent event);

  /** Writes out what is buffered. Called when the queue runs dry and before closing. */
  default void flush() {}

  /** Frees what the sink uses. Events after it are refused. */
  @Override
  default void close() {}
}
