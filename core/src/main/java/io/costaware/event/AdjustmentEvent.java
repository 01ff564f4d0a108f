package io.costaware.event;

import static java.util.Objects.requireNonNull;

import io.costaware.money.Money;
import io.costaware.pricing.Receipt;
import org.jspecify.annotations.Nullable;

/**
 * The cost of an attempt, reckoned anew. The event that it adjusts stays as it was told, and so do
 * the adjustments before this one: the figure in force is that of the last.
 *
 * <p>Immutable.
 *
 * @param id unique; the same for the same attempt and revision, however often and with whatever
 *     book it is made, so that a store that shows each id once never counts one step twice; whoever
 *     makes adjustments with different books makes them one book after the other
 * @param adjusts the event of the attempt
 * @param call what the attempt's event says of its call, tags included
 * @param revision 1 for the first adjustment of the attempt, and so on
 * @param atMillis milliseconds of the epoch at which the attempt was dispatched; prices are as of
 *     then
 * @param madeAtMillis milliseconds of the epoch at which this adjustment was made
 * @param reason why, in the words of whoever made it
 * @param priceVersion the price book that the new figure is from
 * @param before the figure in force until now
 * @param receipt the figure in force from now on, and how it follows
 */
public record AdjustmentEvent(
    EventId id,
    EventId adjusts,
    CallFacts call,
    int revision,
    long atMillis,
    long madeAtMillis,
    String reason,
    String priceVersion,
    Figure before,
    Receipt receipt)
    implements CostEvent {
  private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the revision is below 1, or the receipt is in another
   *     currency than the figure before
   */
  public AdjustmentEvent {
    requireNonNull(id, "id");
    requireNonNull(adjusts, "adjusts");
    requireNonNull(call, "call");
    requireNonNull(reason, "reason");
    requireNonNull(priceVersion, "priceVersion");
    if (revision < 1) {
      throw new IllegalArgumentException(
          "Revision " + revision + " of an adjustment is too small; the first is 1");
    }
    if (!receipt.currency().equals(before.currency())) {
      throw new IllegalArgumentException(
          "An adjustment from "
              + before.currency()
              + " to "
              + receipt.currency()
              + " has no difference; adjust in the currency of the event");
    }
  }

  /** The id that an attempt's adjustment of a revision has, whoever makes it. */
  public static EventId idOf(EventId adjusts, int revision) {
    // The sequence stays, so that ids of neighbours are neighbours, which stores remember in a bit.
    long mixed = MIX * revision;
    mixed = (mixed ^ (mixed >>> 32)) * MIX;
    return new EventId(adjusts.node() ^ mixed ^ (mixed >>> 29), adjusts.sequence());
  }

  /** The figure in force from now on. */
  public Figure after() {
    return Figure.of(receipt);
  }

  /** New total less old total, negative if the cost fell; null if either is not known. */
  public @Nullable Money difference() {
    Money old = before.total();
    Money now = receipt.total();
    return old == null || now == null ? null : now.minus(old);
  }

  /**
   * What a sum of spending changes by, negative if it falls: the new known total less what was
   * counted so far, be it a total, an estimate or nothing.
   */
  public Money spentDifference() {
    return receipt.knownTotal().minus(before.spent());
  }
}
