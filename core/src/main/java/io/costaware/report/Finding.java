package io.costaware.report;

import java.util.Locale;

/**
 * What came of pricing a past call again.
 *
 * <p>Immutable.
 */
public enum Finding {
  /** The figure in force is right, or the call was free. */
  UNCHANGED,
  /** The figure differs. */
  CHANGED,
  /** The usage is not known, or in part: what is estimated is left as it is. */
  UNMEASURED,
  /** The book has no price for any of its meters: what is in force is left as it is. */
  UNPRICED,
  /** The book knows less of it than what is in force, which is left as it is. */
  VAGUER,
  /** The event is in another currency than the book, and is left as it is. */
  OTHER_CURRENCY;

  /** The name in reports. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
