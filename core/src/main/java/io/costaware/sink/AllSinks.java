package io.costaware.sink;

import io.costaware.event.CostEvent;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Several sinks as one. */
final class AllSinks implements EventSink {
  private final EventSink[] sinks;

  AllSinks(List<EventSink> sinks) {
    this.sinks = sinks.toArray(EventSink[]::new);
  }

  @Override
  public void accept(CostEvent event) {
    RuntimeException first = null;
    for (EventSink sink : sinks) {
      try {
        sink.accept(event);
      } catch (RuntimeException e) {
        first = join(first, e);
      }
    }
    if (first != null) {
      throw first;
    }
  }

  @Override
  public void flush() {
    each(EventSink::flush);
  }

  @Override
  public void close() {
    each(EventSink::close);
  }

  private void each(Consumer<EventSink> action) {
    RuntimeException first = null;
    for (EventSink sink : sinks) {
      try {
        action.accept(sink);
      } catch (RuntimeException e) {
        first = join(first, e);
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private static RuntimeException join(@Nullable RuntimeException first, RuntimeException next) {
    if (first == null) {
      return next;
    }
    if (first != next) {
      first.addSuppressed(next);
    }
    return first;
  }
}
