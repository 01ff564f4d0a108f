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
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rebuilds the windows that are open now from past events: of all budgets when a process starts,
 * and of new ones when its configuration changes.
 */
final class History {
  private static final Logger LOG = LoggerFactory.getLogger(CostAware.class);

  private final @Nullable EventStore store;
  private final boolean beginAtZero;
  private final InstantSource clock;

  private History(@Nullable EventStore store, boolean beginAtZero, InstantSource clock) {
    this.store = store;
    this.beginAtZero = beginAtZero;
    this.clock = clock;
  }

  /**
   * The past.
   *
   * @param given the events; if null, a sink that can be asked for them serves
   * @param beginAtZero whether nothing is to be rebuilt, on purpose
   */
  static History of(
      @Nullable EventStore given,
      Collection<EventSink> sinks,
      boolean beginAtZero,
      InstantSource clock) {
    return new History(given == null ? storeAmong(sinks) : given, beginAtZero, clock);
  }

  private static @Nullable EventStore storeAmong(Collection<EventSink> sinks) {
    for (EventSink sink : sinks) {
      if (sink instanceof EventStore store) {
        return store;
      }
    }
    return null;
  }

  /**
   * Rebuilds all budgets of a ledger that has counted nothing yet.
   *
   * @throws IllegalStateException if the past cannot be read
   */
  void restore(BudgetLedger ledger, List<Budget> budgets) {
    Instant start = start(budgets);
    if (beginAtZero || start == null) {
      return;
    }
    if (store == null) {
      LOG.warn(
          "The windows of {} budget(s) begin at zero: there is no past to rebuild them from. Add a"
              + " JsonLinesSink or history(...), or say beginAtZero().",
          budgets.size());
      return;
    }
    long events =
        replay(
            store,
            start,
            clock.instant().plusMillis(1),
            call ->
                ledger.restore(
                    call.call().tags(),
                    call.call().target(),
                    call.call().operation(),
                    call.booked(),
                    call.atMillis()));
    LOG.info(
        "The open windows of {} budget(s) were rebuilt from {} past events",
        budgets.size(),
        events);
  }

  /**
   * Rebuilds budgets that began at zero while the others went on. Calls that are in flight then,
   * and events that are still on their way to the store, are not counted.
   *
   * @param begun their names
   * @param sinceThen when they began; later calls count by themselves
   * @throws IllegalStateException if the past cannot be read
   */
  void restore(BudgetLedger ledger, List<Budget> budgets, Set<String> begun, Instant sinceThen) {
    Instant start = start(budgets.stream().filter(one -> begun.contains(one.name())).toList());
    if (beginAtZero || start == null) {
      return;
    }
    if (store == null) {
      LOG.warn(
          "Budgets {} begin at zero: there is no past to rebuild them from. Add a JsonLinesSink or"
              + " history(...), or say beginAtZero().",
          begun);
      return;
    }
    long events =
        replay(
            store,
            start,
            sinceThen,
            call ->
                ledger.restore(
                    begun,
                    call.call().tags(),
                    call.call().target(),
                    call.call().operation(),
                    call.booked(),
                    call.atMillis()));
    LOG.info("The open windows of budgets {} were rebuilt from {} past events", begun, events);
  }

  /** From when on spend counts in the windows that are open now; null if there is no budget. */
  private @Nullable Instant start(List<Budget> budgets) {
    Instant start = null;
    for (Budget budget : budgets) {
      BudgetWindow window = budget.window();
      if (window != null) {
        long from = Math.max(0, window.countsFromMillis(window.at(clock.millis())));
        Instant one = Instant.ofEpochMilli(from);
        start = start == null || one.isBefore(start) ? one : start;
      }
    }
    return start;
  }

  private interface Booking {
    void book(CallEvent call);
  }

  private static long replay(EventStore store, Instant from, Instant to, Booking booking) {
    long events = 0;
    try (Stream<CostEvent> past = store.between(from, to)) {
      for (CostEvent event : (Iterable<CostEvent>) past::iterator) {
        // Adjustments are passed over: a budget keeps what it decided by.
        if (event instanceof CallEvent call) {
          booking.book(call);
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
    return events;
  }
}
