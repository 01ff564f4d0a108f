package io.costaware.ledger;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;

/**
 * A lost node's part of a counter, and what its calls are now known to have taken.
 *
 * <p>Immutable.
 *
 * @param lost as it stood before
 * @param actual what the node's events add up to, in whole units of the key. What it had settled
 *     stays counted if it is more
 */
public record ReconciledSlice(LostSlice lost, BigInteger actual) {
  /** Refuses nulls. */
  public ReconciledSlice {
    requireNonNull(lost, "lost");
    requireNonNull(actual, "actual");
  }
}
