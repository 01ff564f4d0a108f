package io.costaware.ledger;

import java.math.BigDecimal;

/**
 * How much may be committed, in whole small units.
 *
 * <p>Immutable.
 */
final class Limit {
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  static final Limit NOTHING = new Limit(BigDecimal.ZERO);

  /** More than any budget allows. */
  static final Limit UNLIMITED = new Limit(BigDecimal.ONE.movePointRight(60), Long.MAX_VALUE);

  private final BigDecimal exact;
  private final boolean narrow;
  private final long count;

  Limit(BigDecimal exact) {
    this.exact = exact;
    this.narrow = exact.compareTo(MOST) <= 0;
    // Whole amounts pass a limit just when they pass its whole part.
    this.count = narrow ? exact.longValue() : Long.MAX_VALUE;
  }

  private Limit(BigDecimal exact, long count) {
    this.exact = exact;
    this.narrow = true;
    this.count = count;
  }

  /** Whether it fits a {@code long}, which {@link #count} then is. */
  boolean isNarrow() {
    return narrow;
  }

  long count() {
    return count;
  }

  BigDecimal exact() {
    return exact;
  }

  Limit plus(BigDecimal more) {
    return new Limit(exact.add(more));
  }
}
