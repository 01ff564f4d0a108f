package io.costaware;

import io.costaware.event.CallEvent;
import io.costaware.event.CostEvent;
import io.costaware.ledger.InMemoryLedger;
import io.costaware.sink.EventSink;
import io.costaware.sink.EventStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rebuilds the windows that are open now from past events, when a process starts. */
final class History {
  private static final Logger LOG = LoggerFactory.getLogger(CostAware.class);

  private History() {}

  static void restore(
      InMemoryLedger ledger,
      @Nullable EventStore given,
      Collection<EventSink> sinks,
      boolean beginAtZero,
      InstantSource clock) {
    Instant start = ledger.oldestWindowStart();
    if (beginAtZero || start == null) {
      return;
    }
    EventStore store = given == null ? storeAmong(sinks) : given;
    if (store == null) {
      LOG.warn(
          "The windows of {} budget(s) begin at zero: there is no past to rebuild them from. Add a"
              + " JsonLinesSink or history(...), or say beginAtZero().",
          ledger.status().size());
      return;
    }
    long events = 0;
    try (Stream<CostEvent> past = store.between(start, clock.instant().plusMillis(1))) {
      for (CostEvent event : (Iterable<CostEvent>) past::iterator) {
        // Adjustments are passed over: a budget keeps what it decided by.
        if (event instanceof CallEvent call) {
          ledger.restore(
              call.call().tags(),
              call.call().target(),
              call.call().operation(),
              call.booked(),
              call.atMillis());
          events++;
        }
      }
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "The budgets could not be rebuilt after "
              + events
              + " past events; mend the event store, or say beginAtZero() to start without a past",
          e);
    }
    LOG.info(
        "The open windows of {} budget(s) were rebuilt from {} past events",
        ledger.status().size(),
        events);
  }

  private static @Nullable EventStore storeAmong(Collection<EventSink> sinks) {
    for (EventSink sink : sinks) {
      if (sink instanceof EventStore store) {
        return store;
      }
    }
    return null;
  }
}
