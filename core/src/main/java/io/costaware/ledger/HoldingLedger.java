package io.costaware.ledger;

import static java.util.Objects.requireNonNull;

import io.costaware.budget.BudgetLedger;
import io.costaware.budget.BudgetMode;
import io.costaware.budget.Coverage;
import io.costaware.budget.Demand;
import io.costaware.budget.Hold;
import io.costaware.budget.HoldAnswer;
import io.costaware.budget.Settlement;
import io.costaware.budget.Shortfall;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds on counters, extends and ends holds.
 *
 * <p>Nothing here needs a thread, and only rolling windows take a lock. Each counter admits by one
 * compare-and-set. A call that several budgets cover holds on one after the other and gives all
 * back when one refuses; until then its holds are in the way of others, so that a caller that races
 * with it may be refused though one of the two would have fitted. Never is more admitted than a
 * limit allows.
 *
 * <p>Safe for use by many threads.
 */
abstract sealed class HoldingLedger implements BudgetLedger permits CountingLedger {
  private static final Duration LONGEST_HOLD_LIFETIME = Duration.ofDays(366);

  private final Currency currency;
  private final long holdLifetimeMillis;
  private final InstantSource clock;
  private final HoldTable openHolds = new HoldTable();
  private final Overshoot overshoot;
  private final Demand nothing;

  HoldingLedger(Currency currency, Duration holdLifetime, InstantSource clock) {
    this.currency = requireNonNull(currency, "currency");
    this.holdLifetimeMillis = checked(holdLifetime).toMillis();
    this.clock = requireNonNull(clock, "clock");
    this.overshoot = new Overshoot(currency);
    this.nothing = Demand.ofPicos(0, currency, 0, 0);
  }

  private static Duration checked(Duration holdLifetime) {
    if (holdLifetime.compareTo(Duration.ofMillis(1)) < 0
        || holdLifetime.compareTo(LONGEST_HOLD_LIFETIME) > 0) {
      throw new IllegalArgumentException(
          "The lifetime of a hold is "
              + holdLifetime
              + "; give one from PT0.001S to "
              + LONGEST_HOLD_LIFETIME
              + ", longer than your longest call");
    }
    return holdLifetime;
  }

  /**
   * Why a demand must be refused for which a counter lacks room; null if it is worth another try.
   * Called without anything held.
   *
   * @param tried how often it has been tried before
   */
  abstract @Nullable Shortfall lacking(
      WindowCounter lacking, WindowCounter[] counters, Demand demand, long atMillis, int tried);

  final InstantSource clock() {
    return clock;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the coverage is of another ledger or the demand in another
   *     currency
   */
  @Override
  public HoldAnswer hold(Coverage coverage, Demand demand, long atMillis) {
    CoveringBudgets covering = mine(coverage);
    WindowCounter[] counters = covering.at(atMillis);
    inMyCurrency(demand);
    WindowCounter overfull = covering.overfullAt(atMillis);
    if (overfull != null || !allEnforced(counters)) {
      return holdByMode(counters, overfull, demand, atMillis);
    }
    Shortfall shortfall = take(counters, demand, atMillis);
    return shortfall == null
        ? new HoldAnswer.Granted(opened(counters, demand, atMillis), List.of())
        : new HoldAnswer.Refused(shortfall);
  }

  private static boolean allEnforced(WindowCounter[] counters) {
    for (WindowCounter counter : counters) {
      if (!counter.enforced()) {
        return false;
      }
    }
    return true;
  }

  /** Holds where a budget is paused, only warns, or keeps no count of the subject. */
  private HoldAnswer holdByMode(
      WindowCounter[] counters, @Nullable WindowCounter overfull, Demand demand, long atMillis) {
    for (WindowCounter counter : counters) {
      if (counter.mode() == BudgetMode.PAUSE) {
        return new HoldAnswer.Refused(counter.shortfall(Shortfall.Cause.PAUSED, demand, atMillis));
      }
    }
    List<Shortfall> unenforced = new ArrayList<>();
    if (overfull != null) {
      Shortfall full = overfull.shortfall(Shortfall.Cause.TOO_MANY_SUBJECTS, demand, atMillis);
      if (overfull.mode() != BudgetMode.WARN) {
        return new HoldAnswer.Refused(full);
      }
      unenforced.add(full);
    }
    Sides sides = Sides.of(counters);
    Shortfall shortfall = take(sides.strict(), demand, atMillis);
    if (shortfall != null) {
      return new HoldAnswer.Refused(shortfall);
    }
    for (WindowCounter counter : sides.warning()) {
      Shortfall warning = take(new WindowCounter[] {counter}, demand, atMillis);
      if (warning != null) {
        unenforced.add(warning);
        counter.hold(demand);
      }
    }
    return new HoldAnswer.Granted(opened(counters, demand, atMillis), unenforced);
  }

  @Override
  public final Hold holdRegardless(Coverage coverage, Demand demand, long atMillis) {
    WindowCounter[] counters = mine(coverage).at(atMillis);
    inMyCurrency(demand);
    for (WindowCounter counter : counters) {
      counter.hold(demand);
    }
    return opened(counters, demand, atMillis);
  }

  private OpenHold opened(WindowCounter[] counters, Demand demand, long atMillis) {
    OpenHold hold = new OpenHold(this, counters, demand, atMillis + holdLifetimeMillis);
    openHolds.add(hold);
    held(counters, demand, atMillis);
    return hold;
  }

  /** Holds on all counters, or on none and says why. */
  private @Nullable Shortfall take(WindowCounter[] counters, Demand demand, long atMillis) {
    for (int tried = 0; ; tried++) {
      WindowCounter lacking = AllOrNone.take(counters, demand, atMillis);
      if (lacking == null) {
        return null;
      }
      Shortfall shortfall = lacking(lacking, counters, demand, atMillis, tried);
      if (shortfall != null) {
        return shortfall;
      }
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the hold has ended or expired
   */
  @Override
  public final HoldAnswer extend(Hold hold, Demand more) {
    OpenHold open = mine(hold);
    inMyCurrency(more);
    if (open.state() instanceof Demand first) {
      // A sum past the range of long is refused before anything is taken.
      var unused = first.plusHeld(more);
      Sides sides = Sides.of(open.counters());
      Shortfall shortfall = takeMore(sides.strict(), more);
      if (shortfall != null) {
        return new HoldAnswer.Refused(shortfall);
      }
      List<Shortfall> unenforced = new ArrayList<>();
      for (WindowCounter counter : sides.warning()) {
        Shortfall warning = takeMore(new WindowCounter[] {counter}, more);
        if (warning != null) {
          unenforced.add(warning);
          counter.hold(more);
        }
      }
      if (open.add(more)) {
        return new HoldAnswer.Granted(open, unenforced);
      }
    }
    throw new IllegalStateException(
        "The hold of " + open.demand() + " has ended; open a new call instead of extending it");
  }

  private @Nullable Shortfall takeMore(WindowCounter[] counters, Demand more) {
    long now = clock.millis();
    WindowCounter[] measuring = counters.clone();
    for (int i = 0; i < measuring.length; i++) {
      measuring[i] = counters[i].measuring(now);
    }
    Shortfall shortfall = take(measuring, more, now);
    for (int i = 0; shortfall == null && i < counters.length; i++) {
      if (measuring[i] != counters[i]) {
        measuring[i].moveTo(counters[i], more);
      }
    }
    return shortfall;
  }

  @Override
  public final void extendRegardless(Hold hold, Demand more) {
    OpenHold open = mine(hold);
    inMyCurrency(more);
    for (WindowCounter counter : open.counters()) {
      counter.hold(more);
    }
    var unused = open.add(more);
  }

  @Override
  public final Settlement settle(Hold hold, Demand actual) {
    return mine(hold).end(inMyCurrency(actual), nothing);
  }

  @Override
  public final Settlement release(Hold hold) {
    return mine(hold).end(nothing, nothing);
  }

  /** Books what a call really took in the place of what it held. */
  final void book(WindowCounter[] counters, Demand held, Demand actual) {
    for (WindowCounter counter : counters) {
      counter.settle(held, actual);
    }
    if (counters.length > 0) {
      overshoot.add(held, actual);
      changed(counters);
    }
  }

  /**
   * Ends every hold whose lifetime is over at a moment: what it held is free again. If its call
   * ends after all, the spend is booked then.
   *
   * @param nowMillis milliseconds of the epoch
   * @return how many expired here
   */
  public final long expire(long nowMillis) {
    return openHolds.expire(nowMillis);
  }

  /** A hold was opened on these counters. */
  void held(WindowCounter[] counters, Demand demand, long atMillis) {
    for (WindowCounter counter : counters) {
      counter.usedAt(atMillis);
    }
  }

  /** Something was settled in these counters. */
  void changed(WindowCounter[] counters) {}

  @Override
  public final long openHolds() {
    return openHolds.count();
  }

  @Override
  public final Demand overshoot() {
    return overshoot.total();
  }

  final CoveringBudgets mine(Coverage coverage) {
    if (coverage instanceof CoveringBudgets covering && covering.isOf(this)) {
      return covering;
    }
    throw foreign("coverage");
  }

  private OpenHold mine(Hold hold) {
    if (hold instanceof OpenHold open && open.isOf(this)) {
      return open;
    }
    throw foreign("hold");
  }

  private static IllegalArgumentException foreign(String what) {
    return new IllegalArgumentException(
        "This " + what + " was made by another ledger; give it back to the one that made it");
  }

  final Demand inMyCurrency(Demand demand) {
    if (demand.costKnown() && !demand.currency().equals(currency)) {
      throw new IllegalArgumentException(
          "The demand is in "
              + demand.currency()
              + ", but this ledger counts in "
              + currency
              + "; convert it first");
    }
    return demand;
  }
}
