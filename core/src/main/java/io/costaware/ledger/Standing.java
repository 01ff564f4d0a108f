package io.costaware.ledger;

import java.math.BigDecimal;

/**
 * Where a counter stood at one moment.
 *
 * @param committed settled and held
 * @param settled the part of it that ended calls took
 */
record Standing(BigDecimal committed, BigDecimal settled) {
  /** The sums of both. */
  Standing plus(Standing other) {
    return new Standing(committed.add(other.committed), settled.add(other.settled));
  }

  /** The differences of both. */
  Standing minus(Standing other) {
    return new Standing(committed.subtract(other.committed), settled.subtract(other.settled));
  }

  BigDecimal held() {
    return committed.subtract(settled);
  }
}
