package io.costaware.dynamodb;

import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceReport;
import java.math.BigInteger;
import java.util.List;

/** Keys and reports for tests that are about the service, not about the decisions. */
final class Reports {
  static final BigInteger LIMIT = BigInteger.valueOf(1_000);

  private Reports() {}

  static SliceKey key(String budget) {
    return new SliceKey(budget, "request", "", "lifetime", Long.MIN_VALUE, Long.MAX_VALUE);
  }

  static SliceKey bucket(String budget, int place) {
    return new SliceKey(budget, "request", "", "day", place, Long.MAX_VALUE - place);
  }

  /** A first report that asks for some room beside what is reserved in another bucket. */
  static SliceReport beside(SliceKey other, SliceKey key, long room) {
    return beside(List.of(other), key, room);
  }

  static SliceReport beside(List<SliceKey> others, SliceKey key, long room) {
    return asking(key, others, 1, 0, room, 600_000);
  }

  /** Asks for some room, with a lease of ten minutes. */
  static SliceReport asking(SliceKey key, long sequence, long room) {
    return asking(key, sequence, sequence - 1, room, 600_000);
  }

  static SliceReport asking(
      SliceKey key, long sequence, long acknowledged, long room, long leaseMillis) {
    return asking(key, List.of(), sequence, acknowledged, room, leaseMillis);
  }

  private static SliceReport asking(
      SliceKey key,
      List<SliceKey> earlier,
      long sequence,
      long acknowledged,
      long room,
      long leaseMillis) {
    return new SliceReport(
        key,
        earlier,
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
