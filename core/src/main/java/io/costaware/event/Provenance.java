package io.costaware.event;

import java.util.Locale;

/**
 * How an event came to its figures.
 *
 * <p>Immutable.
 */
public enum Provenance {
  /** The provider reported the usage, and the prices are known. */
  MEASURED,
  /** Usage is missing or cut; the event says on which basis it was estimated. */
  ESTIMATED,
  /** The provider reported the usage; a price is not known. */
  UNPRICED,
  /** Nobody knows what became of the call. */
  UNKNOWN;

  /** The name in files. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
