package io.costaware;

import static java.util.Objects.requireNonNull;

import io.costaware.sink.EventSink;
import io.costaware.sink.QueuedSink;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The sinks that somebody chose, each with a name of its own.
 *
 * <p>For use by one thread.
 */
final class ChosenSinks {
  private final Map<String, EventSink> byName = new LinkedHashMap<>();

  /** Adds one under its class's name, with a number behind it where that is taken. */
  void add(EventSink sink) {
    String simple = requireNonNull(sink, "sink").getClass().getSimpleName();
    String name = simple.isEmpty() ? "sink" : simple;
    String free = name;
    for (int i = 2; byName.containsKey(free); i++) {
      free = name + "-" + i;
    }
    add(free, sink);
  }

  void add(String name, EventSink sink) {
    requireNonNull(sink, "sink");
    if (name.isBlank() || byName.containsKey(name)) {
      throw new IllegalArgumentException(
          "A sink needs a name that is not taken; '"
              + name
              + "' is "
              + (name.isBlank() ? "empty" : "taken"));
    }
    byName.put(name, sink);
  }

  Collection<EventSink> sinks() {
    return Collections.unmodifiableCollection(byName.values());
  }

  /** A queue and a thread for each. */
  List<QueuedSink> queues(int capacity, LongSupplier nanos) {
    List<QueuedSink> queues = new ArrayList<>();
    byName.forEach((name, sink) -> queues.add(QueuedSink.of(name, sink, capacity, nanos)));
    return queues;
  }

  /** All of them as one. */
  static EventSink all(List<QueuedSink> queues) {
    if (queues.size() == 1) {
      return queues.get(0);
    }
    QueuedSink[] all = queues.toArray(QueuedSink[]::new);
    return event -> {
      for (QueuedSink queue : all) {
        queue.accept(event);
      }
    };
  }
}
