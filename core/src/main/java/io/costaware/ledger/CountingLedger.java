package io.costaware.ledger;

import static java.util.Objects.requireNonNull;

import io.costaware.budget.Budget;
import io.costaware.budget.BudgetLedger;
import io.costaware.budget.BudgetMode;
import io.costaware.budget.BudgetSelector;
import io.costaware.budget.BudgetStatus;
import io.costaware.budget.Coverage;
import io.costaware.budget.Demand;
import io.costaware.budget.Hold;
import io.costaware.budget.HoldAnswer;
import io.costaware.budget.Settlement;
import io.costaware.budget.Shortfall;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts in memory what budgets have settled and hold, against their limits or against what a fleet
 * has granted of them.
 *
 * <p>Nothing here needs a thread, and only rolling windows take a lock. Each counter admits by one
 * compare-and-set. A call that several budgets cover holds on one after the other and gives all
 * back when one refuses; until then its holds are in the way of others, so that a caller that races
 * with it may be refused though one of the two would have fitted. Never is more admitted than a
 * limit allows.
 *
 * <p>Safe for use by many threads.
 */
abstract sealed class CountingLedger implements BudgetLedger permits InMemoryLedger, SlicedLedger {
  private static final Duration LONGEST_HOLD_LIFETIME = Duration.ofDays(366);
  // Looking through a million subjects takes a while, and nothing waits for it.
  private static final long FORGET_EVERY_MILLIS = 30_000;

  private final BudgetBook book;
  private final CoveringBudgets uncovered;
  private final Currency currency;
  private final long holdLifetimeMillis;
  private final InstantSource clock;
  private final HoldTable openHolds = new HoldTable();
  private final Overshoot overshoot;
  private final Demand nothing;
  private volatile long forgetFromMillis;

  CountingLedger(
      List<Budget> budgets,
      Currency currency,
      Duration holdLifetime,
      InstantSource clock,
      @Nullable SliceDesk desk) {
    this.currency = requireNonNull(currency, "currency");
    this.holdLifetimeMillis = checked(holdLifetime).toMillis();
    this.clock = requireNonNull(clock, "clock");
    this.book = new BudgetBook(currency, desk);
    var unused = book.replace(budgets, clock.millis());
    this.uncovered = new CoveringBudgets(this, new CounterChain[0], null);
    this.overshoot = new Overshoot(currency);
    this.nothing = Demand.ofPicos(0, currency, 0, 0);
    this.forgetFromMillis = clock.millis() + FORGET_EVERY_MILLIS;
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

  final BudgetBook book() {
    return book;
  }

  final InstantSource clock() {
    return clock;
  }

  @Override
  public final Coverage match(Tags tags, @Nullable Target target, @Nullable Operation operation) {
    KeptBudget[] found = book.page().index().find(tags, target, operation);
    return found.length == 0 ? uncovered : CoveringBudgets.of(this, found, tags);
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
      for (WindowCounter counter : sides.warning()) {
        counter.hold(more);
      }
      if (open.add(more)) {
        return new HoldAnswer.Granted(open, List.of());
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

  /** {@inheritDoc} Subjects are looked through every half minute at most. */
  @Override
  public void sweep(long nowMillis) {
    var unused = expire(nowMillis);
    if (nowMillis >= forgetFromMillis) {
      forgetFromMillis = nowMillis + FORGET_EVERY_MILLIS;
      var forgotten = book.forget(nowMillis);
    }
  }

  /** A hold was opened on these counters. */
  void held(WindowCounter[] counters, Demand demand, long atMillis) {
    for (WindowCounter counter : counters) {
      counter.usedAt(atMillis);
    }
  }

  /** Something was settled in these counters. */
  void changed(WindowCounter[] counters) {}

  /**
   * {@inheritDoc}
   *
   * <p>Spend of windows that are over is ignored.
   */
  @Override
  public final void restore(
      Tags tags,
      @Nullable Target target,
      @Nullable Operation operation,
      Demand spent,
      long atMillis) {
    restore(tags, target, operation, spent, atMillis, null);
  }

  @Override
  public final void restore(
      Set<String> budgets,
      Tags tags,
      @Nullable Target target,
      @Nullable Operation operation,
      Demand spent,
      long atMillis) {
    restore(tags, target, operation, spent, atMillis, budgets);
  }

  /** The same for one budget alone; for all if it is null. */
  final void restore(
      Tags tags,
      @Nullable Target target,
      @Nullable Operation operation,
      Demand spent,
      long atMillis,
      @Nullable Set<String> only) {
    inMyCurrency(spent);
    long now = clock.millis();
    for (CounterChain chain : mine(match(tags, target, operation)).chains()) {
      KeptBudget budget = chain.budget();
      if (only == null || only.contains(budget.name())) {
        long from = budget.window().countsFromMillis(budget.spanAt(now));
        if (atMillis >= from) {
          WindowCounter counter = chain.latestAt(atMillis);
          counter.usedAt(atMillis);
          counter.settle(null, spent);
          changed(new WindowCounter[] {counter});
        }
      }
    }
  }

  @Override
  public final List<BudgetStatus> status() {
    return book.status(clock.millis());
  }

  @Override
  public final Stream<BudgetStatus> status(String name) {
    return book.status(name, clock.millis());
  }

  /**
   * When the oldest of the windows that count now began: what was spent since then is what {@link
   * #restore} wants to know. The epoch if a budget never counts anew; null if there is no budget.
   */
  public final @Nullable Instant oldestWindowStart() {
    return book.oldestWindowStart(clock.millis());
  }

  @Override
  public final Map<String, BudgetSelector> selectors() {
    Map<String, BudgetSelector> selectors = new LinkedHashMap<>();
    book.page().budgets().forEach(one -> selectors.put(one.name(), one.terms().selector()));
    return Collections.unmodifiableMap(selectors);
  }

  @Override
  public final Set<String> replace(List<Budget> budgets) {
    return book.replace(budgets, clock.millis());
  }

  @Override
  public final long openHolds() {
    return openHolds.count();
  }

  @Override
  public final Demand overshoot() {
    return overshoot.total();
  }

  private CoveringBudgets mine(Coverage coverage) {
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

  private Demand inMyCurrency(Demand demand) {
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
