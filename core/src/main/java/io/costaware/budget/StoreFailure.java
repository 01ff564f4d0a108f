package io.costaware.budget;

import java.util.Locale;

/**
 * What a budget of a fleet does while its store cannot be asked and a call needs more room than
 * this node has been granted.
 *
 * <p>Immutable.
 */
public enum StoreFailure {
  /** Refuses the call: the limit holds, calls may be refused without need. */
  REFUSE,
  /** Admits and counts the call: nothing is refused, the limit may be passed. */
  ADMIT;

  /** The name in files: {@code refuse} or {@code admit}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
