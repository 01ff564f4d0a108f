package io.costaware.benchmarks;

import io.costaware.event.CallEvent;
import io.costaware.event.CostEvent;
import io.costaware.sink.EventSink;

/** Takes events off their queue and adds up what they cost, no more. For use by one thread. */
final class DrainedSink implements EventSink {
  private volatile long events;
  private long picos;

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // Written by the queue's one thread alone.
  public void accept(CostEvent event) {
    if (event instanceof CallEvent call) {
      picos += call.receipt().knownPicos();
    }
    events++;
  }

  /** How many came. */
  long events() {
    return events;
  }

  /** The sum, once the queue is closed. */
  long picos() {
    return picos;
  }
}
