package io.costaware.ledger;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.util.List;

/**
 * What a node tells the store about its part of one counter, and what it asks for. All figures are
 * absolute, never differences, so that a report may be sent again after a time-out: applied twice
 * it counts once.
 *
 * <p>Immutable.
 *
 * @param key the counter
 * @param earlier the counters whose spend counts against the same limit: the earlier buckets of a
 *     rolling window, and the next one, which a node whose clock is ahead may have begun; empty for
 *     any other window
 * @param limit what all nodes together may commit, in whole units of the key
 * @param sequence rises with each report of this node about this counter, from 1
 * @param acknowledged the highest sequence of this node and counter that the store has answered; 0
 *     if none. A store that remembers less has lost data
 * @param settled what ended calls of this node took, since its part began
 * @param held what open calls of this node hold now
 * @param allowance what this node still may commit by earlier grants, settled and held included; no
 *     more than settled and held once its lease has run out
 * @param needed how much room beyond settled and held a waiting call needs at the least; 0 if none
 *     waits. A grant of less room helps nobody and is not made
 * @param wanted how much room the node would like; room above it goes back to the store. At least
 *     {@code needed}
 * @param leaseMillis how long the room is the node's if it is not heard of again
 * @param leaving whether the node gives up its part: nothing is granted, and what it settled and
 *     holds stays counted
 */
public record SliceReport(
    SliceKey key,
    List<SliceKey> earlier,
    BigInteger limit,
    long sequence,
    long acknowledged,
    BigInteger settled,
    BigInteger held,
    BigInteger allowance,
    BigInteger needed,
    BigInteger wanted,
    long leaseMillis,
    boolean leaving) {
  /** Refuses nulls, negative figures and sequences that do not rise. */
  public SliceReport {
    requireNonNull(key, "key");
    earlier = List.copyOf(earlier);
    if (limit.signum() < 0
        || settled.signum() < 0
        || held.signum() < 0
        || allowance.signum() < 0
        || needed.signum() < 0
        || wanted.compareTo(needed) < 0
        || acknowledged < 0
        || sequence <= acknowledged
        || leaseMillis < 1) {
      throw new IllegalArgumentException(
          "A report about "
              + key
              + " cannot be: limit "
              + limit
              + ", settled "
              + settled
              + ", held "
              + held
              + ", allowance "
              + allowance
              + ", needed "
              + needed
              + ", wanted "
              + wanted
              + ", sequence "
              + sequence
              + " after "
              + acknowledged
              + ", lease of "
              + leaseMillis
              + " ms; none may be negative, the sequence must rise, and wanted is at least needed");
    }
  }

  /** What the node has committed: settled and held. */
  public BigInteger committed() {
    return settled.add(held);
  }
}
