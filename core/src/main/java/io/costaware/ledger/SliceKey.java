package io.costaware.ledger;

import static java.util.Objects.requireNonNull;

/**
 * Names one counter of a fleet: a budget, whose share of it, and a window. The window is a part of
 * the name, so that a new window begins with a new counter.
 *
 * <p>Immutable.
 *
 * @param budget the budget's name
 * @param unit what is counted: {@code pico-USD} or that of another currency, {@code token} or
 *     {@code request}
 * @param subject the tags whose value has a share of its own, such as {@code tenant=acme}; empty if
 *     all calls of the budget share one counter
 * @param window the window's name, for example {@code month in Europe/Berlin}
 * @param startMillis the window's first millisecond of the epoch; {@link Long#MIN_VALUE} if it has
 *     no start
 * @param endMillis the first millisecond after the window; {@link Long#MAX_VALUE} if it has no end.
 *     A store may forget the counter once nobody can settle in it any more, {@link
 *     SliceStore#KEPT_AFTER_END} later
 */
public record SliceKey(
    String budget, String unit, String subject, String window, long startMillis, long endMillis) {
  /** Refuses nulls. */
  public SliceKey {
    requireNonNull(budget, "budget");
    requireNonNull(unit, "unit");
    requireNonNull(subject, "subject");
    requireNonNull(window, "window");
  }

  /**
   * The same for every window of the counter: budget, unit, subject and kind of window. No two
   * counters that differ have equal text; a line feed stands between the parts, which none of them
   * may contain.
   */
  public String family() {
    return budget + '\n' + unit + '\n' + subject + '\n' + window;
  }

  /** For example {@code support [] month in Europe/Berlin from 1793487600000, pico-USD}. */
  @Override
  public String toString() {
    return budget + " [" + subject + "] " + window + " from " + startMillis + ", " + unit;
  }
}
