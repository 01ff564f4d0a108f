package io.costaware.event;

import static java.util.Objects.requireNonNull;

import io.costaware.money.Money;
import io.costaware.pricing.Receipt;
import io.costaware.pricing.ReceiptLine;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt was said to cost at some time: the gist of a receipt without its lines.
 *
 * <p>Immutable.
 *
 * @param outcome how much of the cost was known
 * @param total the cost, a lower bound if partial; null if unpriced or missing
 * @param shadow the list price of throughput that was paid beforehand; null for all else
 * @param spent what sums of spending count: the total, or where it is not known the estimate that
 *     was booked, or nothing
 * @param versions the price sheets that the figures were from, sorted; none if nothing was priced
 */
public record Figure(
    Receipt.Outcome outcome,
    @Nullable Money total,
    @Nullable Money shadow,
    Money spent,
    List<String> versions) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the amounts are of different currencies
   */
  public Figure {
    requireNonNull(outcome, "outcome");
    versions = List.copyOf(versions);
    for (Money amount : new @Nullable Money[] {total, shadow}) {
      if (amount != null && !amount.currency().equals(spent.currency())) {
        throw new IllegalArgumentException(
            "A figure of " + amount + " and " + spent + " is of two currencies; use one");
      }
    }
  }

  /** What a call's own event says: its receipt, and what was booked of it. */
  public static Figure of(CallEvent event) {
    Receipt receipt = event.receipt();
    Money spent =
        event.booked().costKnown() && event.booked().currency().equals(receipt.currency())
            ? event.booked().cost()
            : receipt.knownTotal();
    return of(receipt, spent);
  }

  /** What a receipt says, whose known total is what was spent. */
  public static Figure of(Receipt receipt) {
    return of(receipt, receipt.knownTotal());
  }

  private static Figure of(Receipt receipt, Money spent) {
    return new Figure(
        receipt.outcome(),
        receipt.total(),
        receipt.shadow(),
        spent,
        receipt.lines().stream().map(ReceiptLine::version).distinct().sorted().toList());
  }

  /** The currency of the amounts. */
  public Currency currency() {
    return spent.currency();
  }

  /** Whether the cost is exact, not a lower bound and not unknown. */
  public boolean isExact() {
    return outcome == Receipt.Outcome.PRICED || outcome == Receipt.Outcome.ZERO;
  }

  /** Whether nothing is known of the cost, not even an estimate. */
  public boolean isUnknown() {
    return total == null && spent.isZero();
  }
}
