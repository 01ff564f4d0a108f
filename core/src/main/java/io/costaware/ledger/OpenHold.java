package io.costaware.ledger;

import io.costaware.budget.Demand;
import io.costaware.budget.Hold;
import io.costaware.budget.Settlement;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A hold with the counters that admitted it. Its one state says both what is held and whether it is
 * open, so that an extension and an ending can never miss each other.
 *
 * <p>Safe for use by many threads.
 */
final class OpenHold implements Hold {
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(OpenHold.class, "state", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * The state of a hold that is not open.
   *
   * @param held what was held
   * @param expired whether it expired, and nobody has ended it since
   */
  record Closed(Demand held, boolean expired) {}

  private final HoldingLedger ledger;
  private final WindowCounter[] counters;
  private final long expiresAtMillis;

  // A demand while open, Closed afterwards.
  private volatile Object state;

  // Written before the table publishes the hold, read by whoever closes it.
  private HoldTable.Segment segment = HoldTable.Segment.NOWHERE;
  private int slot;

  OpenHold(HoldingLedger ledger, WindowCounter[] counters, Demand demand, long expiresAtMillis) {
    this.ledger = ledger;
    this.counters = counters;
    this.state = demand;
    this.expiresAtMillis = expiresAtMillis;
  }

  boolean isOf(HoldingLedger asked) {
    return ledger == asked;
  }

  WindowCounter[] counters() {
    return counters;
  }

  Object state() {
    return state;
  }

  boolean change(Object from, Object to) {
    return STATE.compareAndSet(this, from, to);
  }

  void placedAt(HoldTable.Segment at, int index) {
    segment = at;
    slot = index;
  }

  /** Adds to this what its counters have taken already; gives it back if this has ended. */
  boolean add(Demand more) {
    while (state instanceof Demand held) {
      if (change(held, held.plusHeld(more))) {
        return true;
      }
    }
    for (WindowCounter counter : counters) {
      counter.giveBack(more);
    }
    return false;
  }

  /**
   * Ends this with what the call really took; after an expiry that is booked all the same, once.
   *
   * @param nothing what is held after an expiry
   */
  Settlement end(Demand actual, Demand nothing) {
    while (true) {
      Object now = state;
      if (now instanceof Demand held) {
        if (change(held, new Closed(held, false))) {
          leaveTable();
          ledger.book(counters, held, actual);
          return Settlement.ENDED;
        }
      } else {
        Closed closed = (Closed) now;
        if (!closed.expired()) {
          return Settlement.ALREADY_ENDED;
        }
        if (change(closed, new Closed(closed.held(), false))) {
          ledger.book(counters, nothing, actual);
          return Settlement.AFTER_EXPIRY;
        }
      }
    }
  }

  /** Ends this if it is open and overdue at a moment: what it held is free again. */
  boolean expire(long nowMillis) {
    if (expiresAtMillis > nowMillis) {
      return false;
    }
    while (state() instanceof Demand held) {
      if (change(held, new Closed(held, true))) {
        leaveTable();
        for (WindowCounter counter : counters) {
          counter.giveBack(held);
        }
        return true;
      }
    }
    return false;
  }

  /** Leaves the table of open holds; for the one that closed this. */
  void leaveTable() {
    segment.clear(slot);
  }

  @Override
  public Demand demand() {
    Object now = state;
    return now instanceof Demand open ? open : ((Closed) now).held();
  }
}
