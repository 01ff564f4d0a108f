package io.costaware.report;

import io.costaware.event.CallEvent;
import io.costaware.money.Money;
import io.costaware.pricing.PriceBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The hours of one commitment in a range, and what was used in each. For use by one thread. */
final class CommitmentHours {
  private final Commitment commitment;
  private final PriceBook book;
  private final long first;
  private final long end;
  private final Map<Long, SortedMap<String, Sum>> used = new HashMap<>();
  private final Sum listPrice;
  private long calls;
  private long callsWithoutListPrice;

  CommitmentHours(Commitment commitment, Instant from, Instant to, PriceBook book) {
    this.commitment = commitment;
    this.book = book;
    this.first = commitment.firstHour(from);
    this.end = Math.max(first, commitment.endHour(to));
    this.listPrice = new Sum(book.currency());
  }

  boolean isEmpty() {
    return first == end;
  }

  long fromMillis() {
    return commitment.hourMillis(first);
  }

  long toMillis() {
    return commitment.hourMillis(end);
  }

  void add(CallEvent call, @Nullable Money shadow, Breakdown breakdown) {
    if (!commitment.covers(call)) {
      return;
    }
    long hour = commitment.hourOf(call);
    if (hour < first || hour >= end) {
      return;
    }
    calls++;
    Money weight = commitment.weight(call, shadow, book);
    if (weight == null || weight.isZero() || !weight.currency().equals(book.currency())) {
      callsWithoutListPrice++;
      return;
    }
    listPrice.add(weight);
    used.computeIfAbsent(hour, missing -> new TreeMap<>())
        .computeIfAbsent(breakdown.rowOf(call), row -> new Sum(book.currency()))
        .add(weight);
  }

  AmortizedCommitment amortized(Money quantum) {
    Sum cost = new Sum(book.currency());
    Sum idle = new Sum(book.currency());
    SortedMap<String, Sum> shares = new TreeMap<>();
    for (long hour = first; hour < end; hour++) {
      Money price = commitment.costOf(hour, book);
      cost.add(price);
      SortedMap<String, Sum> rows = used.get(hour);
      if (rows == null) {
        idle.add(price);
      } else {
        spread(price, rows, quantum, shares);
      }
    }
    SortedMap<String, Money> amounts = new TreeMap<>();
    shares.forEach((row, sum) -> amounts.put(row, sum.total()));
    return new AmortizedCommitment(
        commitment.name(),
        end - first,
        end - first - used.size(),
        cost.total(),
        idle.total(),
        amounts,
        calls,
        callsWithoutListPrice,
        listPrice.total());
  }

  private void spread(
      Money price, SortedMap<String, Sum> rows, Money quantum, SortedMap<String, Sum> shares) {
    List<String> names = new ArrayList<>(rows.keySet());
    List<Money> weights = new ArrayList<>();
    for (Sum weight : rows.values()) {
      weights.add(weight.total());
    }
    List<Money> parts = Apportionment.split(price, weights, quantum);
    for (int i = 0; i < parts.size(); i++) {
      shares.computeIfAbsent(names.get(i), row -> new Sum(book.currency())).add(parts.get(i));
    }
  }
}
