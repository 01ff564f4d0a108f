package io.costaware.call;

import io.costaware.event.CostEvent;
import io.costaware.sink.EventSink;
import org.jspecify.annotations.Nullable;

/**
 * Hands events to the sink and to the scope of their call.
 *
 * <p>Safe for use by many threads.
 */
final class EventTeller {
  private final EventSink sink;
  private final MeterFaults faults;

  EventTeller(EventSink sink, MeterFaults faults) {
    this.sink = sink;
    this.faults = faults;
  }

  void tell(CostEvent event, @Nullable EventScope scope) {
    try {
      sink.accept(event);
    } catch (RuntimeException | LinkageError e) {
      faults.add("A sink failed", e);
    }
    if (scope != null) {
      scope.add(event);
    }
  }
}
