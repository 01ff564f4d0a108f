package io.costaware;

import io.costaware.budget.Budget;
import io.costaware.budget.BudgetLedger;
import io.costaware.budget.BudgetWindow;
import io.costaware.event.CallEvent;
import io.costaware.event.CostEvent;
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
      BudgetLedger ledger,
      Collection<Budget> budgets,
      @Nullable EventStore given,
      Collection<EventSink> sinks,
      boolean beginAtZero,
      InstantSource clock) {
    if (beginAtZero) {
      return;
    }
    EventStore store = given == null ? storeAmong(sinks) : given;
    if (store == null) {
      LOG.warn(
          "The windows of {} budget(s) begin at zero: there is no past to rebuild them from. Add a"
              + " JsonLinesSink or history(...), or say beginAtZero().",
          budgets.size());
      return;
    }
    long events = 0;
    Instant now = clock.instant();
    Instant start = earliestStart(budgets, now);
    try (Stream<CostEvent> past = store.between(start, now.plusMillis(1))) {
      for (CostEvent event : (Iterable<CostEvent>) past::iterator) {
        if (event instanceof CallEvent call) {
          ledger.restore(call.call().tags(), call.call().target(), call.booked(), call.atMillis());
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
        budgets.size(),
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

  private static Instant earliestStart(Collection<Budget> budgets, Instant now) {
    Instant earliest = now;
    for (Budget budget : budgets) {
      BudgetWindow window = budget.window();
      if (window != null) {
        Instant start = Instant.ofEpochMilli(window.at(now.toEpochMilli()).startMillis());
        earliest = start.isBefore(earliest) ? start : earliest;
      }
    }
    return earliest;
  }
}
