package io.costaware.ledger;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;

/**
 * What a store remembers of one node's part of one counter.
 *
 * <p>Immutable.
 *
 * @param node the node
 * @param sequence of the last report that was applied
 * @param settled what ended calls took, as last reported
 * @param held what open calls held, as last reported
 * @param allowance what the node may commit, settled and held included
 * @param expiresAtMillis when its lease runs out, by the store's clock
 * @param live whether the lease runs
 */
public record SliceRecord(
    String node,
    long sequence,
    BigInteger settled,
    BigInteger held,
    BigInteger allowance,
    long expiresAtMillis,
    boolean live) {
  /** Refuses nulls. */
  public SliceRecord {
    requireNonNull(node, "node");
    requireNonNull(settled, "settled");
    requireNonNull(held, "held");
    requireNonNull(allowance, "allowance");
  }

  /** What the node has committed, as last reported. */
  public BigInteger committed() {
    return settled.add(held);
  }

  /**
   * What counts against the limit: while the lease runs all that the node may commit, afterwards
   * what it had last reported as settled and held.
   */
  public BigInteger reserved() {
    return live ? allowance.max(committed()) : committed();
  }

  /** Whether the lease has run out by then and nobody has taken the room back yet. */
  public boolean isOverdueAt(long epochMillis) {
    return live && expiresAtMillis <= epochMillis;
  }

  /** This without a lease: its unspent room goes back, what it held counts as spent. */
  public SliceRecord expired() {
    return new SliceRecord(node, sequence, settled, held, committed(), expiresAtMillis, false);
  }

  /**
   * This with what its calls really took, once their events are known; nothing is held any more.
   * What was settled never becomes less.
   */
  public SliceRecord reconciled(BigInteger actual) {
    BigInteger most = settled.max(actual);
    return new SliceRecord(node, sequence, most, BigInteger.ZERO, most, expiresAtMillis, false);
  }
}
