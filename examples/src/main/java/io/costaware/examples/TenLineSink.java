package io.costaware.examples;

import io.costaware.event.CostEvent;
import io.costaware.event.RefusedEvent;
import io.costaware.sink.EventSink;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** A sink of your own: counts refusals by reason. Slow or broken, it would harm no call. */
final class TenLineSink implements EventSink {
  final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();

  @Override
  public void accept(CostEvent event) {
    if (event instanceof RefusedEvent refused) {
      refusals.computeIfAbsent(refused.refusal().kind(), kind -> new LongAdder()).increment();
    }
  }
}
