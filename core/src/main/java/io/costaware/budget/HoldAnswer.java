package io.costaware.budget;

import java.util.List;
import java.util.function.Function;

/**
 * A ledger's answer to a request to hold: a hold, or the shortfall that prevents it.
 *
 * <p>Immutable.
 */
public sealed interface HoldAnswer {
  /**
   * Held on every covering budget.
   *
   * <p>Immutable.
   *
   * @param hold to be settled or released
   * @param unenforced what budgets that only warn would have refused
   */
  record Granted(Hold hold, List<Shortfall> unenforced) implements HoldAnswer {
    /** Copies the list. */
    public Granted {
      unenforced = List.copyOf(unenforced);
    }

    /** Held, and every budget had room. */
    public Granted(Hold hold) {
      this(hold, List.of());
    }
  }

  /**
   * Held on none.
   *
   * <p>Immutable.
   *
   * @param shortfall which budget lacks how much
   */
  record Refused(Shortfall shortfall) implements HoldAnswer {}

  /** Answers by kind. */
  default <T> T fold(Function<Hold, T> ifGranted, Function<Shortfall, T> ifRefused) {
    return this instanceof Granted granted
        ? ifGranted.apply(granted.hold())
        : ifRefused.apply(((Refused) this).shortfall());
  }
}
