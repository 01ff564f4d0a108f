package io.costaware.ledger;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;

/**
 * A store's answer to a report.
 *
 * <p>Immutable.
 *
 * @param key the counter
 * @param sequence that of the report
 * @param allowance what the node may commit by now, what it has settled and holds included
 * @param left what is left for all nodes after this grant; negative where calls took more than they
 *     held
 * @param settled what ended calls of all nodes took, as last reported, the earlier buckets of a
 *     rolling window included
 * @param reserved what is counted against the limit in all: settled, held, and the room of nodes
 *     whose lease runs
 * @param nodes how many nodes have a lease
 * @param recovering whether the store has lost data and grants nothing until every node that was
 *     there has reported anew
 */
public record SliceGrant(
    SliceKey key,
    long sequence,
    BigInteger allowance,
    BigInteger left,
    BigInteger settled,
    BigInteger reserved,
    int nodes,
    boolean recovering) {
  /** Refuses nulls. */
  public SliceGrant {
    requireNonNull(key, "key");
    requireNonNull(allowance, "allowance");
    requireNonNull(left, "left");
    requireNonNull(settled, "settled");
    requireNonNull(reserved, "reserved");
  }
}
