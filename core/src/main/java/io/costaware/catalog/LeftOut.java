package io.costaware.catalog;

import static java.util.Objects.requireNonNull;

/**
 * A price that is not taken into a sheet.
 *
 * <p>Immutable.
 *
 * @param fact the price
 * @param reason why it is not taken
 */
public record LeftOut(PriceFact fact, String reason) {
  /** Refuses nulls. */
  public LeftOut {
    requireNonNull(fact, "fact");
    requireNonNull(reason, "reason");
  }
}
