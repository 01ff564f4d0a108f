package io.costaware.ledger;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;

/**
 * Where the nodes of a fleet share their budgets: keeps for each counter what every node has
 * settled, holds and may commit, and grants room by {@link SliceRules}. A {@link SlicedLedger} uses
 * it, mostly before a call needs room; one for which too little is at hand waits for the answer.
 *
 * <p>What an implementation must see to:
 *
 * <ul>
 *   <li>Each report is applied atomically: two nodes that ask for the last room never both get it.
 *   <li>A report whose sequence is not above the recorded one changes nothing and is answered
 *       again.
 *   <li>Leases are measured by one clock, the store's, or another one that is the same for all
 *       nodes: nodes' own clocks may be hours apart. Each exchange first ends the leases of its
 *       counter that are overdue.
 *   <li>A store that finds that it has lost data (a decision says {@code regressed}, it finds
 *       itself restarted or restored without certainty that nothing is missing, or its own marks
 *       are gone) is recovering for the longest lease that anybody has had: it takes reports and
 *       grants nothing, so that every live node has told again what it spent and may commit before
 *       anybody gets more.
 *   <li>The layout of the data has a version. A store of another version is refused when it is
 *       opened, with both versions named; so are wrong credentials, without showing them.
 *   <li>Calls end within a time limit that is set when it is opened; then, and when the store
 *       cannot be reached, {@link SliceStoreException}.
 * </ul>
 *
 * <p>Safe for use by many threads.
 */
public interface SliceStore extends AutoCloseable {
  /** How long after its window's end a counter is kept, for calls that settle late. */
  Duration KEPT_AFTER_END = Duration.ofDays(2);

  /**
   * Applies reports of a node, each for another counter, and answers each. All go in one trip where
   * the store can do that; each is atomic for itself.
   *
   * @param node the name of one life of a node: a process that starts again uses another
   * @param reports at least one
   * @return the answers, in the order of the reports
   * @throws SliceStoreException if it is not known whether all were applied
   */
  List<SliceGrant> exchange(String node, List<SliceReport> reports);

  /**
   * Where a counter stands, without taking part.
   *
   * @throws SliceStoreException if the store does not answer
   */
  SliceTotals totals(SliceKey key);

  /**
   * The parts of a counter whose leases ran out while calls were open.
   *
   * @throws SliceStoreException if the store does not answer
   */
  List<LostSlice> lost(SliceKey key);

  /**
   * Says what the calls of a lost part really took, once their events are known: what it held no
   * longer counts. What it had settled never becomes less. A part that is not lost is left alone.
   *
   * @param actual all that the node's calls took in that counter, in whole units of the key
   * @return whether the part was lost and is reconciled now
   * @throws SliceStoreException if the store does not answer
   */
  boolean reconcile(SliceKey key, String node, BigInteger actual);

  /** Frees connections that the store opened itself. */
  @Override
  void close();
}
