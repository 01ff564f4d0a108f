package io.costaware.ledger;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * How a store answers a report: the one place where it is decided how much room a node gets. Pure
 * functions; a store brings the sums and the record, and keeps what comes out, in one transaction.
 *
 * <p>Safe for use by many threads.
 */
public final class SliceRules {
  private SliceRules() {}

  /**
   * What comes out of a report.
   *
   * <p>Immutable.
   *
   * @param totals the new sums
   * @param record the node's new record; equal to the one before if the report had been applied
   *     already, and then nothing needs to be written
   * @param grant the answer
   * @param regressed whether the node remembers an answer that the store does not: the store has
   *     lost data, and must grant nothing until the longest lease has run out
   */
  public record Decision(
      SliceTotals totals, SliceRecord record, SliceGrant grant, boolean regressed) {}

  /**
   * Applies a report.
   *
   * @param totals the sums of the counter, after overdue leases have been ended
   * @param earlier what is reserved in the earlier buckets that count against the same limit
   * @param earlierSettled what is settled in them
   * @param own the node's record; null if there is none
   * @param nowMillis the moment by the store's clock
   * @param recovering whether the store grants nothing because it has lost data
   */
  public static Decision apply(
      SliceTotals totals,
      BigInteger earlier,
      BigInteger earlierSettled,
      @Nullable SliceRecord own,
      String node,
      SliceReport report,
      long nowMillis,
      boolean recovering) {
    // Of a window long over the store may have forgotten what a late report still tells.
    boolean kept = nowMillis - SliceStore.KEPT_AFTER_END.toMillis() / 2 < report.key().endMillis();
    boolean regressed = kept && (own == null ? 0 : own.sequence()) < report.acknowledged();
    if (own != null && own.sequence() >= report.sequence()) {
      return new Decision(
          totals, own, grant(totals, earlier, earlierSettled, own, report, recovering), false);
    }
    boolean cautious = recovering || regressed;
    BigInteger settled = own == null ? report.settled() : own.settled().max(report.settled());
    BigInteger committed = settled.add(report.held());
    BigInteger others =
        own == null ? totals.reserved() : totals.reserved().subtract(own.reserved());
    BigInteger free = report.limit().subtract(earlier).subtract(others).subtract(committed);
    BigInteger keeps = keeps(report, own, committed, free, cautious);
    BigInteger allowance =
        report.leaving()
            ? committed
            : keeps.max(committed.add(cautious ? BigInteger.ZERO : room(report, free)));
    SliceRecord record =
        new SliceRecord(
            node,
            report.sequence(),
            settled,
            report.held(),
            allowance,
            report.leaving() ? nowMillis : nowMillis + report.leaseMillis(),
            !report.leaving());
    SliceTotals after = totals.replacing(own, record);
    return new Decision(
        after, record, grant(after, earlier, earlierSettled, record, report, cautious), regressed);
  }

  /**
   * What the node keeps of earlier grants. Its word is taken while its lease runs and where the
   * store may have forgotten the lease; once the store has ended the lease, the room may be
   * another's, and only what is free can be given again.
   */
  private static BigInteger keeps(
      SliceReport report,
      @Nullable SliceRecord own,
      BigInteger committed,
      BigInteger free,
      boolean cautious) {
    boolean leased = own != null && own.live();
    BigInteger most = leased || cautious ? report.allowance() : committed.add(free);
    return report.allowance().min(most).max(committed);
  }

  /** No more than half of what is free goes to one node at once, unless a call needs more. */
  private static BigInteger room(SliceReport report, BigInteger free) {
    if (free.signum() <= 0 || report.needed().compareTo(free) > 0) {
      return BigInteger.ZERO;
    }
    return report.wanted().min(report.needed().max(free.shiftRight(1)));
  }

  private static SliceGrant grant(
      SliceTotals totals,
      BigInteger earlier,
      BigInteger earlierSettled,
      SliceRecord record,
      SliceReport report,
      boolean recovering) {
    BigInteger reserved = totals.reserved().add(earlier);
    return new SliceGrant(
        report.key(),
        report.sequence(),
        record.allowance(),
        report.limit().subtract(reserved),
        totals.settled().add(earlierSettled),
        reserved,
        totals.live(),
        recovering);
  }
}
