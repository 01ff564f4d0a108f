package io.costaware.budget;

import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.Target;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what every budget has settled and holds. For every budget that matches a call, settled plus
 * held never passes the limit at the moment of admission, however many callers race; all matching
 * budgets hold, or none does.
 *
 * <p>Safe for use by many threads.
 */
public interface BudgetLedger extends AutoCloseable {
  /**
   * The budgets that cover a call.
   *
   * @param target where the call goes; null if its name led to nothing priceable
   * @param operation what is called; null if that is not known
   */
  Coverage match(Tags tags, @Nullable Target target, @Nullable Operation operation);

  /** The same for a call of an operation that is not known. */
  default Coverage match(Tags tags, @Nullable Target target) {
    return match(tags, target, null);
  }

  /**
   * Holds a demand on every covering budget, or on none.
   *
   * @param atMillis milliseconds of the epoch; chooses the windows
   */
  HoldAnswer hold(Coverage coverage, Demand demand, long atMillis);

  /**
   * Holds whatever the limits say: for modes that only watch. The answer of {@link #hold} says what
   * would have been refused.
   */
  Hold holdRegardless(Coverage coverage, Demand demand, long atMillis);

  /**
   * Adds to a hold that is still open, on every budget or on none; for a further attempt.
   *
   * @return the same hold, or the shortfall
   * @throws IllegalStateException if the hold has ended or expired
   */
  HoldAnswer extend(Hold hold, Demand more);

  /**
   * Adds to a hold that is still open whatever the limits say; nothing happens if it has ended. For
   * what is being spent anyway, so that other calls see it.
   */
  void extendRegardless(Hold hold, Demand more);

  /**
   * Ends a hold and books what the call really took, in the windows that admitted it. Only the
   * first ending counts; after an expiry the spend is booked all the same, once.
   */
  Settlement settle(Hold hold, Demand actual);

  /** Ends a hold of a call that took nothing. Only the first ending counts. */
  Settlement release(Hold hold);

  /**
   * Books spend that was made before this ledger existed, in the windows that hold {@code
   * atMillis}; for rebuilding from past events.
   */
  void restore(
      Tags tags,
      @Nullable Target target,
      @Nullable Operation operation,
      Demand spent,
      long atMillis);

  /** The same for a call of an operation that is not known. */
  default void restore(Tags tags, @Nullable Target target, Demand spent, long atMillis) {
    restore(tags, target, null, spent, atMillis);
  }

  /**
   * The same for some of the budgets alone: for those that began at zero when they were put in the
   * place of others, beside which others have counted all along.
   *
   * @param budgets their names
   * @throws UnsupportedOperationException if the ledger cannot book on some budgets alone
   */
  default void restore(
      Set<String> budgets,
      Tags tags,
      @Nullable Target target,
      @Nullable Operation operation,
      Demand spent,
      long atMillis) {
    throw new UnsupportedOperationException(
        getClass().getName() + " cannot rebuild some of its budgets alone");
  }

  /**
   * What each budget covers, by its name, so that selectors which can never match are found. Empty
   * if the ledger cannot tell.
   */
  default Map<String, BudgetSelector> selectors() {
    return Map.of();
  }

  /** Where every budget stands now that all its calls share. */
  List<BudgetStatus> status();

  /**
   * Where a budget stands now of which each subject has a share of its own, in no order: one for
   * each subject that has spent or holds something in its current window. Of a budget that all its
   * calls share, its one status.
   *
   * @throws IllegalArgumentException if there is no budget of that name
   */
  Stream<BudgetStatus> status(String budget);

  /**
   * Puts other budgets in the place of those there are. One of the same name, unit, window and
   * {@code each} tags goes on with what was spent and is held; its limit, its rules and what it
   * selects may change. Calls in flight settle where they were admitted.
   *
   * @return the names of the budgets that begin at zero, because they are new or count otherwise
   * @throws IllegalArgumentException if a budget cannot be taken; then nothing has changed
   */
  Set<String> replace(List<Budget> budgets);

  /** Holds that are neither settled nor released nor expired. */
  long openHolds();

  /** By how much calls took more than they had held, since the ledger was made. */
  Demand overshoot();

  /**
   * Ends holds whose lifetime is over and forgets windows that are; to be called now and then.
   *
   * @param nowMillis milliseconds of the epoch
   */
  void sweep(long nowMillis);

  /** Frees what the ledger uses. Open holds are left as they are. */
  @Override
  void close();
}
