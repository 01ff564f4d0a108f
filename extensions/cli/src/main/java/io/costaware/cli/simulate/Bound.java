package io.costaware.cli.simulate;

/**
 * How far the limit may be passed by the formula, in picos: what calls in flight take more than
 * they hold, and what nodes that were lost or paused admitted after the last report that the store
 * applied.
 *
 * <p>For use by one thread.
 */
final class Bound {
  private long excess;
  private long mostExcess;
  private long unreported;

  /** One process; a node that starts again has another. */
  final class OfProcess {
    private long inFlight;
    private long atLastAdmission;
    private long sinceReport;

    /**
     * A call was admitted. What it takes beyond its hold cannot be counted before it ends: until
     * the process admits another call, and so has room, that may be beyond the limit.
     */
    void admitted(long hold, long actual) {
      sinceReport += hold;
      inFlight += Math.max(0, actual - hold);
      excess += inFlight - atLastAdmission;
      atLastAdmission = inFlight;
      mostExcess = Math.max(mostExcess, excess);
    }

    void ended(long hold, long actual) {
      inFlight -= Math.max(0, actual - hold);
    }

    /** The store has applied a report, which tells all that was admitted so far. */
    void reported() {
      sinceReport = 0;
    }

    /** The store has given away what the process had been granted, knowing its last report only. */
    void lost() {
      unreported += sinceReport;
      sinceReport = 0;
    }
  }

  long total() {
    return mostExcess + unreported;
  }
}
