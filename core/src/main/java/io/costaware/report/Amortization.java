package io.costaware.report;

import static java.util.Objects.requireNonNull;

import io.costaware.event.CallEvent;
import io.costaware.event.CostEvent;
import io.costaware.money.Money;
import io.costaware.pricing.PriceBook;
import io.costaware.sink.EventStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Spreads what commitments cost over the calls that they served. Each hour's cost is spread over
 * the calls of that hour in proportion to their list price; an hour without calls is idle. The
 * shares and what is idle add up to the commitment's cost exactly.
 *
 * <p>An hour belongs to the range in which it begins, with all calls in it, also those after the
 * range's end. A call that two commitments serve, say of input and of output tokens, bears a share
 * of both.
 *
 * <p>Memory grows with the hours of the range times the rows that have calls in them, not with the
 * number of calls.
 *
 * <p>Immutable.
 */
public final class Amortization {
  private final EventStore store;
  private final Instant from;
  private final Instant to;
  private final PriceBook book;
  private final List<Commitment> commitments;
  private final Breakdown breakdown;
  private final Money quantum;

  private Amortization(
      EventStore store,
      Instant from,
      Instant to,
      PriceBook book,
      List<Commitment> commitments,
      Breakdown breakdown,
      Money quantum) {
    this.store = store;
    this.from = from;
    this.to = to;
    this.book = book;
    this.commitments = List.copyOf(commitments);
    this.breakdown = breakdown;
    this.quantum = quantum;
  }

  /**
   * The hours of some commitments that begin in {@code [from, to)}, by model, in shares of whole
   * picos.
   */
  public static Amortization of(
      EventStore store, Instant from, Instant to, PriceBook book, List<Commitment> commitments) {
    requireNonNull(store, "store");
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    return new Amortization(
        store, from, to, book, commitments, Breakdown.model(), Money.ofPicos(1, book.currency()));
  }

  /** This with other rows. */
  public Amortization by(Breakdown breakdown) {
    requireNonNull(breakdown, "breakdown");
    return new Amortization(store, from, to, book, commitments, breakdown, quantum);
  }

  /**
   * This with shares that are multiples of a coarser amount, for example of a cent.
   *
   * @throws IllegalArgumentException if it is not above zero, or not in the book's currency
   */
  public Amortization quantum(Money quantum) {
    if (quantum.isZero() || quantum.isNegative() || !quantum.currency().equals(book.currency())) {
      throw new IllegalArgumentException(
          "Shares of " + quantum + " cannot be; give an amount above zero in " + book.currency());
    }
    return new Amortization(store, from, to, book, commitments, breakdown, quantum);
  }

  /**
   * Reads the store and spreads the costs.
   *
   * @throws IllegalStateException if the price of a commitment is not known, or is in another
   *     currency than the book; the message says what to add
   */
  public AmortizationReport report() {
    List<CommitmentHours> ledger = new ArrayList<>();
    long first = Long.MAX_VALUE;
    long end = Long.MIN_VALUE;
    for (Commitment commitment : commitments) {
      CommitmentHours hours = new CommitmentHours(commitment, from, to, book);
      ledger.add(hours);
      if (!hours.isEmpty()) {
        first = Math.min(first, hours.fromMillis());
        end = Math.max(end, hours.toMillis());
      }
    }
    if (first < end) {
      read(ledger, Instant.ofEpochMilli(first), Instant.ofEpochMilli(end));
    }
    List<AmortizedCommitment> lines = new ArrayList<>();
    for (CommitmentHours hours : ledger) {
      lines.add(hours.amortized(quantum));
    }
    return new AmortizationReport(from, to, book.version(), quantum, breakdown.name(), lines);
  }

  private void read(List<CommitmentHours> ledger, Instant first, Instant end) {
    FiguresInForce figures = FiguresInForce.of(store, first, end);
    try (Stream<CostEvent> events = store.between(first, end)) {
      events.forEach(
          event -> {
            if (event instanceof CallEvent call && !PastCalls.isFree(call)) {
              for (CommitmentHours hours : ledger) {
                hours.add(call, figures.of(call).shadow(), breakdown);
              }
            }
          });
    }
  }
}
