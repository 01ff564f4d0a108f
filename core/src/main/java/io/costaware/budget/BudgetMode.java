package io.costaware.budget;

import java.util.Locale;

/**
 * What a budget does with calls that do not fit.
 *
 * <p>Immutable.
 */
public enum BudgetMode {
  /** Refuses them. */
  ENFORCE,
  /** Admits and counts them; the event of the call says what would have been refused. */
  WARN,
  /** Refuses every call that it covers, whether it fits or not: a switch to stop at once. */
  PAUSE;

  /** The name in files: {@code enforce}, {@code warn} or {@code pause}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
