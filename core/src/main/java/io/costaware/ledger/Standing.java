package io.costaware.ledger;

import java.math.BigDecimal;

/**
 * Where a counter stood at one moment.
 *
 * @param committed settled and held
 * @param settled the part of it that ended calls took
 */
record Standing(BigDecimal committed, BigDecimal settled) {
  BigDecimal held() {
    return committed.subtract(settled);
  }
}
