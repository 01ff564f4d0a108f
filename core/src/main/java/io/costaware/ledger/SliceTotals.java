package io.costaware.ledger;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The sums over all nodes of one counter, which a store keeps beside the records, so that no
 * exchange has to add up a fleet.
 *
 * <p>Immutable.
 *
 * @param reserved what counts against the limit
 * @param settled what ended calls took
 * @param live how many nodes have a lease
 */
public record SliceTotals(BigInteger reserved, BigInteger settled, int live) {
  /** Of a counter that nobody has reported about. */
  public static final SliceTotals NOTHING = new SliceTotals(BigInteger.ZERO, BigInteger.ZERO, 0);

  /** Refuses nulls. */
  public SliceTotals {
    requireNonNull(reserved, "reserved");
    requireNonNull(settled, "settled");
  }

  /** These sums after one record took the place of another. */
  public SliceTotals replacing(@Nullable SliceRecord before, SliceRecord after) {
    BigInteger reservedBefore = before == null ? BigInteger.ZERO : before.reserved();
    BigInteger settledBefore = before == null ? BigInteger.ZERO : before.settled();
    int liveBefore = before != null && before.live() ? 1 : 0;
    return new SliceTotals(
        reserved.subtract(reservedBefore).add(after.reserved()),
        settled.subtract(settledBefore).add(after.settled()),
        live - liveBefore + (after.live() ? 1 : 0));
  }
}
