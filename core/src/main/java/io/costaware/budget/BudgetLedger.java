package io.costaware.budget;

import io.costaware.tags.Tags;
import io.costaware.target.Target;
import java.util.List;
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
   */
  Coverage match(Tags tags, @Nullable Target target);

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
  void restore(Tags tags, @Nullable Target target, Demand spent, long atMillis);

  /** Where every budget stands now. */
  List<BudgetStatus> status();

  /** Holds that are neither settled nor released nor expired. */
  long openHolds();

  /** By how much calls took more than they had held, since the ledger was made. */
  Demand overshoot();

  /** Frees what the ledger uses. Open holds are left as they are. */
  @Override
  void close();
}
