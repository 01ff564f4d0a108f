package io.costaware.catalog;

import static java.util.Objects.requireNonNull;

/**
 * Something of an imported source that did not become a price, and why.
 *
 * <p>Immutable.
 *
 * @param row where it stands, in the source's own words: a line, an entry and field, a SKU
 * @param reason why it was passed over
 */
public record PassedOver(String row, String reason) {
  /** Refuses nulls. */
  public PassedOver {
    requireNonNull(row, "row");
    requireNonNull(reason, "reason");
  }

  /** For example {@code line 12: the unit is unknown}. */
  @Override
  public String toString() {
    return row + ": " + reason;
  }
}
