package io.costaware.ledger;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;

/**
 * A node's part of a counter whose lease ran out while calls were open. What they held counts as
 * spent until it is known what they took.
 *
 * <p>Immutable.
 *
 * @param key the counter
 * @param node the node
 * @param settled what its ended calls took, as last reported
 * @param held what its open calls held, as last reported
 */
public record LostSlice(SliceKey key, String node, BigInteger settled, BigInteger held) {
  /** Refuses nulls. */
  public LostSlice {
    requireNonNull(key, "key");
    requireNonNull(node, "node");
    requireNonNull(settled, "settled");
    requireNonNull(held, "held");
  }
}
