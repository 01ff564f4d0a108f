package io.costaware.drill;

import io.costaware.ledger.SliceKey;
import java.math.BigInteger;
import java.util.Set;

/**
 * What came of one counter.
 *
 * @param limit of all nodes together
 * @param spent by the journals; calls that never ended count with what they held
 * @param most that was committed at any moment, by the journals
 * @param bound what {@code most} may pass the limit by
 * @param told what the store may have had before reconciling, by the reports in the journals
 * @param before what the store had before reconciling
 * @param reconciled what it must have had after
 * @param after what it had
 * @param heldAfter what it then still had as held
 */
record CounterAudit(
    SliceKey key,
    BigInteger limit,
    BigInteger spent,
    BigInteger most,
    BigInteger bound,
    Set<BigInteger> told,
    BigInteger before,
    Set<BigInteger> reconciled,
    BigInteger after,
    BigInteger heldAfter) {
  BigInteger overshoot() {
    return most.subtract(limit).max(BigInteger.ZERO);
  }
}
