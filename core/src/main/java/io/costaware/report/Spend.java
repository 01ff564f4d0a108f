package io.costaware.report;

import static java.util.Objects.requireNonNull;

import io.costaware.event.AdjustmentEvent;
import io.costaware.event.CallEvent;
import io.costaware.event.CostEvent;
import io.costaware.event.Figure;
import io.costaware.money.Money;
import io.costaware.sink.EventStore;
import java.time.Instant;
import java.util.Collections;
import java.util.Currency;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What was spent in a range, with corrections: what calls booked, and what adjustments changed
 * since. The rows add up to the total exactly, in any time zone.
 *
 * <p>Immutable.
 *
 * @param from first instant of the range, by the dispatch of the calls
 * @param to first instant after it
 * @param breakdown what the rows are
 * @param rows spend by row, in the order of their names
 * @param total the sum of the rows
 * @param attempts attempts counted
 * @param adjustments adjustments counted
 * @param unknown attempts of which no cost is known, not even an estimate; as if they were free
 * @param otherCurrency events in another currency, which are left out
 */
public record Spend(
    Instant from,
    Instant to,
    String breakdown,
    SortedMap<String, Money> rows,
    Money total,
    long attempts,
    long adjustments,
    long unknown,
    long otherCurrency) {
  /** Keeps the rows from changing. */
  public Spend {
    rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
  }

  /**
   * Reads a range of a store once, holding the rows alone.
   *
   * @param currency of the report; events in another are counted and left out
   */
  public static Spend of(
      EventStore store, Instant from, Instant to, Currency currency, Breakdown breakdown) {
    requireNonNull(currency, "currency");
    requireNonNull(breakdown, "breakdown");
    Reading reading = new Reading(currency, breakdown);
    try (Stream<CostEvent> events = store.between(from, to)) {
      events.forEach(reading::add);
    }
    return reading.spend(from, to);
  }

  /**
   * What an event adds to the spend: what a call booked, its estimate included; what an adjustment
   * changed, which may be negative; nothing for a refusal.
   *
   * @param currency of the amount where the event has none
   */
  public static Money of(CostEvent event, Currency currency) {
    if (event instanceof CallEvent call) {
      return Figure.of(call).spent();
    }
    return event instanceof AdjustmentEvent adjustment
        ? adjustment.spentDifference()
        : Money.zero(currency);
  }

  /** One reading of a store. For use by one thread. */
  private static final class Reading {
    private final Currency currency;
    private final Breakdown breakdown;
    private final SortedMap<String, Sum> rows = new TreeMap<>();
    private final Sum total;
    private long attempts;
    private long adjustments;
    private long unknown;
    private long otherCurrency;

    Reading(Currency currency, Breakdown breakdown) {
      this.currency = currency;
      this.breakdown = breakdown;
      this.total = new Sum(currency);
    }

    void add(CostEvent event) {
      Money spent = of(event, currency);
      if (!spent.currency().equals(currency)) {
        otherCurrency++;
        return;
      }
      if (event instanceof CallEvent call) {
        attempts++;
        if (Figure.of(call).isUnknown()) {
          unknown++;
        }
      } else if (event instanceof AdjustmentEvent adjustment) {
        adjustments++;
        if (adjustment.before().isUnknown() && !adjustment.after().isUnknown()) {
          unknown--;
        }
      } else {
        return;
      }
      rows.computeIfAbsent(breakdown.rowOf(event), row -> new Sum(currency)).add(spent);
      total.add(spent);
    }

    Spend spend(Instant from, Instant to) {
      SortedMap<String, Money> sums = new TreeMap<>();
      rows.forEach((row, sum) -> sums.put(row, sum.total()));
      return new Spend(
          from,
          to,
          breakdown.name(),
          sums,
          total.total(),
          attempts,
          adjustments,
          unknown,
          otherCurrency);
    }
  }
}
