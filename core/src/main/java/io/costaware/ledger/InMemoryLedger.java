package io.costaware.ledger;

import static java.util.Objects.requireNonNull;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.budget.BudgetLedger;
import io.costaware.budget.BudgetStatus;
import io.costaware.budget.BudgetWindow;
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
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Budgets of one JVM, kept in memory: figures begin at zero, or at what {@link #restore} books.
 *
 * <p>Nothing here takes a lock or needs a thread. Each counter admits by one compare-and-set. A
 * call that several budgets cover holds on one after the other and gives all back when one refuses;
 * until then its holds are in the way of others, so that a caller that races with it may be refused
 * though one of the two would have fitted. Never is more admitted than a limit allows.
 *
 * <p>A hold that nobody ends is ended by {@link #expire}, which somebody must call now and then.
 *
 * <p>Safe for use by many threads.
 */
public final class InMemoryLedger implements BudgetLedger {
  /** How long a hold lasts that nobody ends, unless another time is given. */
  public static final Duration DEFAULT_HOLD_LIFETIME = Duration.ofHours(1);

  private static final Duration LONGEST_HOLD_LIFETIME = Duration.ofDays(366);

  private final List<BudgetAccount> accounts;
  private final BudgetIndex index;
  private final CoveringBudgets uncovered;
  private final Currency currency;
  private final long holdLifetimeMillis;
  private final InstantSource clock;
  private final HoldTable openHolds = new HoldTable();
  private final Overshoot overshoot;
  private final Demand nothing;

  private InMemoryLedger(
      List<Budget> budgets, Currency currency, Duration holdLifetime, InstantSource clock) {
    this.currency = requireNonNull(currency, "currency");
    this.holdLifetimeMillis = checked(holdLifetime).toMillis();
    this.clock = requireNonNull(clock, "clock");
    this.accounts = open(budgets, currency, clock.millis());
    this.index = new BudgetIndex(accounts);
    this.uncovered = new CoveringBudgets(this, new BudgetAccount[0]);
    this.overshoot = new Overshoot(currency);
    this.nothing = Demand.ofPicos(0, currency, 0, 0);
  }

  /**
   * A ledger whose holds last {@link #DEFAULT_HOLD_LIFETIME}.
   *
   * @see #of(List, Currency, Duration, InstantSource)
   */
  public static InMemoryLedger of(List<Budget> budgets, Currency currency, InstantSource clock) {
    return new InMemoryLedger(budgets, currency, DEFAULT_HOLD_LIFETIME, clock);
  }

  /**
   * A ledger.
   *
   * @param budgets each with a limit, a window and a name of its own; they hold in this order
   * @param currency of all limits in money and of all demands
   * @param holdLifetime from a millisecond to 366 days; counts from the moment of the hold,
   *     extensions do not prolong it
   * @param clock says which windows are current when {@link #status} or {@link #restore} is asked
   * @throws IllegalArgumentException if a budget is incomplete, in another currency or bears the
   *     name of another one, or the lifetime is out of range
   */
  public static InMemoryLedger of(
      List<Budget> budgets, Currency currency, Duration holdLifetime, InstantSource clock) {
    return new InMemoryLedger(budgets, currency, holdLifetime, clock);
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

  private static List<BudgetAccount> open(List<Budget> budgets, Currency currency, long now) {
    Set<String> names = new HashSet<>();
    List<BudgetAccount> accounts = new ArrayList<>(budgets.size());
    for (Budget budget : budgets) {
      if (!names.add(budget.name())) {
        throw refusal(budget, "there is another budget of that name; give each its own");
      }
      Amount limit = budget.limit();
      if (limit == null) {
        throw refusal(budget, "it has no limit; say limit(\"100\", \"USD\") or limitTokens(...)");
      }
      BudgetWindow window = budget.window();
      if (window == null) {
        throw refusal(budget, "it has no window; say perMonth(zone), another one, or lifetime()");
      }
      if (limit instanceof Amount.OfMoney money && !money.money().currency().equals(currency)) {
        throw refusal(
            budget,
            "its limit is in "
                + money.money().currency()
                + ", but this ledger counts in "
                + currency
                + "; convert the limit");
      }
      accounts.add(new BudgetAccount(accounts.size(), budget, limit, window, currency, now));
    }
    return List.copyOf(accounts);
  }

  private static IllegalArgumentException refusal(Budget budget, String problem) {
    return new IllegalArgumentException("Budget '" + budget.name() + "': " + problem);
  }

  @Override
  public Coverage match(Tags tags, @Nullable Target target, @Nullable Operation operation) {
    BudgetAccount[] found = index.find(tags, target, operation);
    return found.length == 0 ? uncovered : new CoveringBudgets(this, found);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the coverage is of another ledger or the demand in another
   *     currency
   */
  @Override
  public HoldAnswer hold(Coverage coverage, Demand demand, long atMillis) {
    WindowCounter[] counters = mine(coverage).at(atMillis);
    Shortfall shortfall = take(counters, inMyCurrency(demand));
    return shortfall == null
        ? new HoldAnswer.Granted(opened(counters, demand, atMillis))
        : new HoldAnswer.Refused(shortfall);
  }

  @Override
  public Hold holdRegardless(Coverage coverage, Demand demand, long atMillis) {
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
    return hold;
  }

  /** Holds on all counters, or on none and says why. */
  private static @Nullable Shortfall take(WindowCounter[] counters, Demand demand) {
    while (true) {
      WindowCounter lacking = lacking(counters, demand);
      if (lacking == null) {
        return null;
      }
      // Room again by now: somebody gave back in between, so another try is worth it.
      Shortfall shortfall = lacking.shortfall(demand);
      if (shortfall != null) {
        return shortfall;
      }
    }
  }

  /** The counter that refuses, after the others have been given back; null if all hold. */
  static @Nullable WindowCounter lacking(WindowCounter[] counters, Demand demand) {
    if (counters.length > 1) {
      // Looks before it takes, so that holds which must be given back are rare.
      for (WindowCounter counter : counters) {
        if (!counter.hasRoom(demand)) {
          return counter;
        }
      }
    }
    for (int taken = 0; taken < counters.length; taken++) {
      if (!counters[taken].tryHold(demand)) {
        for (int i = taken - 1; i >= 0; i--) {
          counters[i].giveBack(demand);
        }
        return counters[taken];
      }
    }
    return null;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the hold has ended or expired
   */
  @Override
  public HoldAnswer extend(Hold hold, Demand more) {
    OpenHold open = mine(hold);
    inMyCurrency(more);
    if (open.state() instanceof Demand first) {
      // A sum past the range of long is refused before anything is taken.
      var unused = first.plusHeld(more);
      Shortfall shortfall = take(open.counters(), more);
      if (shortfall != null) {
        return new HoldAnswer.Refused(shortfall);
      }
      while (open.state() instanceof Demand held) {
        if (open.change(held, held.plusHeld(more))) {
          return new HoldAnswer.Granted(open);
        }
      }
      // Ended in between, without what was just taken.
      for (WindowCounter counter : open.counters()) {
        counter.giveBack(more);
      }
    }
    throw new IllegalStateException(
        "The hold of " + open.demand() + " has ended; open a new call instead of extending it");
  }

  @Override
  public Settlement settle(Hold hold, Demand actual) {
    return end(mine(hold), inMyCurrency(actual));
  }

  @Override
  public Settlement release(Hold hold) {
    return end(mine(hold), nothing);
  }

  private Settlement end(OpenHold hold, Demand actual) {
    while (true) {
      Object state = hold.state();
      if (state instanceof Demand held) {
        if (hold.change(held, new OpenHold.Closed(held, false))) {
          hold.leaveTable();
          book(hold.counters(), held, actual);
          return Settlement.ENDED;
        }
      } else {
        OpenHold.Closed closed = (OpenHold.Closed) state;
        if (!closed.expired()) {
          return Settlement.ALREADY_ENDED;
        }
        if (hold.change(closed, new OpenHold.Closed(closed.held(), false))) {
          book(hold.counters(), nothing, actual);
          return Settlement.AFTER_EXPIRY;
        }
      }
    }
  }

  private void book(WindowCounter[] counters, Demand held, Demand actual) {
    for (WindowCounter counter : counters) {
      counter.settle(held, actual);
    }
    if (counters.length > 0) {
      overshoot.add(held, actual);
    }
  }

  /**
   * Ends every hold whose lifetime is over at a moment: what it held is free again. If its call
   * ends after all, the spend is booked then.
   *
   * @param nowMillis milliseconds of the epoch
   * @return how many expired here
   */
  public long expire(long nowMillis) {
    LongAdder expired = new LongAdder();
    openHolds.forEach(
        hold -> {
          if (hold.isOverdueAt(nowMillis) && expire(hold)) {
            expired.increment();
          }
        });
    return expired.sum();
  }

  private boolean expire(OpenHold hold) {
    while (hold.state() instanceof Demand held) {
      if (hold.change(held, new OpenHold.Closed(held, true))) {
        hold.leaveTable();
        for (WindowCounter counter : hold.counters()) {
          counter.giveBack(held);
        }
        return true;
      }
    }
    return false;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Spend of windows that are over is ignored.
   */
  @Override
  public void restore(
      Tags tags,
      @Nullable Target target,
      @Nullable Operation operation,
      Demand spent,
      long atMillis) {
    inMyCurrency(spent);
    long now = clock.millis();
    for (BudgetAccount account : index.find(tags, target, operation)) {
      if (atMillis >= account.at(now).span().startMillis()) {
        account.at(atMillis).settle(null, spent);
      }
    }
  }

  /**
   * When the oldest of the current windows began: what was spent since then is what {@link
   * #restore} wants to know. The epoch if a budget never counts anew; null if there is no budget.
   */
  public @Nullable Instant oldestWindowStart() {
    long now = clock.millis();
    return accounts.stream()
        .map(account -> Math.max(0, account.at(now).span().startMillis()))
        .min(Long::compare)
        .map(Instant::ofEpochMilli)
        .orElse(null);
  }

  @Override
  public List<BudgetStatus> status() {
    long now = clock.millis();
    return accounts.stream().map(account -> account.at(now).status()).toList();
  }

  @Override
  public Stream<BudgetStatus> status(String budget) {
    return status().stream().filter(status -> status.budget().equals(budget));
  }

  @Override
  public Set<String> replace(List<Budget> budgets) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void extendRegardless(Hold hold, Demand more) {
    OpenHold open = mine(hold);
    inMyCurrency(more);
    while (open.state() instanceof Demand held) {
      for (WindowCounter counter : open.counters()) {
        counter.hold(more);
      }
      if (open.change(held, held.plusHeld(more))) {
        return;
      }
      for (WindowCounter counter : open.counters()) {
        counter.giveBack(more);
      }
    }
  }

  @Override
  public void sweep(long nowMillis) {
    expire(nowMillis);
  }

  @Override
  public long openHolds() {
    return openHolds.count();
  }

  @Override
  public Demand overshoot() {
    return overshoot.total();
  }

  /** Does nothing: a ledger in memory has nothing to free. */
  @Override
  public void close() {}

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
