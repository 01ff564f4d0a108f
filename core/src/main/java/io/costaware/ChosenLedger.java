package io.costaware;

import static java.util.Objects.requireNonNull;

import io.costaware.budget.Budget;
import io.costaware.budget.BudgetLedger;
import io.costaware.ledger.InMemoryLedger;
import io.costaware.sink.EventSink;
import io.costaware.sink.EventStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the budgets of a process are kept: in its memory, with the other nodes of a fleet, or in a
 * ledger that was given.
 *
 * <p>For use by one thread.
 */
final class ChosenLedger {
  private @Nullable BudgetLedger given;
  private @Nullable Fleet fleet;
  private @Nullable EventStore history;
  private boolean beginAtZero;
  private @Nullable Duration holdLifetime;

  /** The ledger that was given, which has budgets of its own; null if there is none. */
  @Nullable BudgetLedger given() {
    return given;
  }

  void give(BudgetLedger ledger) {
    refuseSecond(given, "ledger");
    refuseBoth(fleet != null, "ledger(...)", "fleet(...)");
    given = requireNonNull(ledger, "ledger");
  }

  void share(Fleet shared) {
    refuseSecond(fleet, "fleet");
    refuseBoth(given != null, "fleet(...)", "ledger(...)");
    fleet = shared;
  }

  void history(EventStore store) {
    refuseSecond(history, "history");
    refuseBoth(beginAtZero, "history(...)", "beginAtZero()");
    history = requireNonNull(store, "store");
  }

  void beginAtZero() {
    refuseBoth(history != null, "beginAtZero()", "history(...)");
    beginAtZero = true;
  }

  void holdLifetime(Duration lifetime) {
    holdLifetime = lifetime;
  }

  /** Refuses what only budgets in memory use, where they are kept elsewhere. */
  void check() {
    refuseElsewhere(given != null && holdLifetime != null, "holdLifetime(...)");
    refuseElsewhere(history != null, "history(...)");
    refuseElsewhere(beginAtZero, "beginAtZero()");
  }

  private void refuseElsewhere(boolean said, String what) {
    if (said && given != null) {
      throw new IllegalStateException(
          what + " contradicts ledger(...), which sees to that itself; say it to the ledger");
    }
    if (said && fleet != null) {
      throw new IllegalStateException(
          what + " contradicts fleet(...): the store remembers what was spent; leave it out");
    }
  }

  /** The past of budgets in memory; null if they are kept elsewhere. */
  @Nullable History past(Collection<EventSink> sinks, InstantSource clock) {
    return given == null && fleet == null ? History.of(history, sinks, beginAtZero, clock) : null;
  }

  /**
   * Opens it with these budgets.
   *
   * @param configured whether the budgets take the place of those that a given ledger has
   * @param eventNode the number that the ids of this process' events begin with
   */
  BudgetLedger open(
      List<Budget> budgets,
      boolean configured,
      @Nullable History past,
      Currency currency,
      long eventNode,
      InstantSource clock,
      LongSupplier nanos) {
    BudgetLedger own = given;
    if (own != null) {
      if (configured) {
        var unused = own.replace(budgets);
      }
      return own;
    }
    Duration lifetime = holdLifetime == null ? InMemoryLedger.DEFAULT_HOLD_LIFETIME : holdLifetime;
    if (fleet != null) {
      return fleet.ledger(budgets, currency, lifetime, eventNode, clock, nanos);
    }
    InMemoryLedger inMemory = InMemoryLedger.of(budgets, currency, lifetime, clock);
    requireNonNull(past, "past").restore(inMemory, budgets);
    return inMemory;
  }

  private static void refuseSecond(@Nullable Object before, String what) {
    if (before != null) {
      throw new IllegalStateException("There is a " + what + " already; give one");
    }
  }

  private static void refuseBoth(boolean other, String what, String otherWhat) {
    if (other) {
      throw new IllegalStateException(what + " contradicts " + otherWhat);
    }
  }
}
