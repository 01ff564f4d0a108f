package io.costaware.report;

import io.costaware.money.Money;
import java.time.Instant;
import java.util.List;

/**
 * What commitments cost in a range, spread over the calls that they served.
 *
 * <p>Immutable.
 *
 * @param from first instant of the range
 * @param to first instant after it; hours that begin before it count whole
 * @param priceVersion the book that the prices of capacity are from, unless they are negotiated
 * @param quantum the shares are multiples of it, a remainder of an hour's cost apart
 * @param breakdown what the rows of the shares are
 * @param commitments one line for each
 */
public record AmortizationReport(
    Instant from,
    Instant to,
    String priceVersion,
    Money quantum,
    String breakdown,
    List<AmortizedCommitment> commitments) {
  /** Copies the list. */
  public AmortizationReport {
    commitments = List.copyOf(commitments);
  }

  /** The cost of all commitments, shares and idle hours together. */
  public Money cost() {
    Money cost = Money.zero(quantum.currency());
    for (AmortizedCommitment commitment : commitments) {
      cost = cost.plus(commitment.cost());
    }
    return cost;
  }

  /** The report as text, a line for each fact and each row. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("Commitments from ").append(from).append(" to ").append(to);
    text.append(", priced with ").append(priceVersion);
    text.append(", shares in multiples of ").append(quantum).append('\n');
    for (AmortizedCommitment line : commitments) {
      text.append(line.name()).append(": ").append(line.cost());
      text.append(" for ").append(line.hours()).append(" hours, ");
      text.append(line.calls()).append(" calls of ").append(line.listPrice()).append(" on demand");
      text.append(", of them ").append(line.callsWithoutListPrice());
      text.append(" without a list price\n");
      line.shares().forEach((row, share) -> text.append("  %-44s %20s%n".formatted(row, share)));
      text.append("  %-44s %20s%n".formatted(line.idleHours() + " idle hours", line.idle()));
    }
    return text.append("In all: ").append(cost()).append('\n').toString();
  }
}
