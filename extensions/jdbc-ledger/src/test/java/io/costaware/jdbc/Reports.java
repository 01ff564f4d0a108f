package io.costaware.jdbc;

import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceReport;
import java.math.BigInteger;
import java.util.List;

/** Keys and reports for tests that are about the database, not about the decisions. */
final class Reports {
  static final BigInteger LIMIT = BigInteger.valueOf(1_000);

  private Reports() {}

  static SliceKey key(String budget) {
    return new SliceKey(budget, "request", "", "lifetime", Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Asks for some room, with a lease of ten minutes. */
  static SliceReport asking(SliceKey key, long sequence, long room) {
    return asking(key, sequence, sequence - 1, room, 600_000);
  }

  static SliceReport asking(
      SliceKey key, long sequence, long acknowledged, long room, long leaseMillis) {
    return new SliceReport(
        key,
        List.of(),
        LIMIT,
        sequence,
        acknowledged,
        BigInteger.ZERO,
        BigInteger.ZERO,
        BigInteger.ZERO,
        BigInteger.valueOf(room),
        BigInteger.valueOf(room),
        leaseMillis,
        false);
  }
}
