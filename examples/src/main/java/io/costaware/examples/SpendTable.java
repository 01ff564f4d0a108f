package io.costaware.examples;

import io.costaware.event.CallEvent;
import io.costaware.event.CostEvent;
import io.costaware.money.Money;
import io.costaware.sink.EventStore;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Spend by team and model, read back from the event file: what a finance person would do with it.
 *
 * <p>For use by one thread.
 */
final class SpendTable {
  private record Row(String team, String model) implements Comparable<Row> {
    @Override
    public int compareTo(Row other) {
      int byTeam = team.compareTo(other.team);
      return byTeam != 0 ? byTeam : model.compareTo(other.model);
    }
  }

  private static final class Sum {
    private long calls;
    private long tokens;
    private Money cost = Money.zero(Money.USD);
  }

  private final Map<Row, Sum> rows = new TreeMap<>();

  static SpendTable of(EventStore store, Instant from, Instant to) {
    SpendTable table = new SpendTable();
    try (Stream<CostEvent> events = store.between(from, to)) {
      events.forEach(table::add);
    }
    return table;
  }

  private void add(CostEvent event) {
    if (event instanceof CallEvent call) {
      String team = call.call().tags().get("team");
      String model =
          call.call().target() == null ? call.call().sentModel() : call.call().target().model();
      Sum sum = rows.computeIfAbsent(new Row(team == null ? "-" : team, model), row -> new Sum());
      sum.calls++;
      sum.tokens += call.booked().tokens();
      sum.cost = sum.cost.plus(call.booked().cost());
    }
  }

  Money total() {
    return rows.values().stream()
        .map(sum -> sum.cost)
        .reduce(Money.zero(Money.USD), Money::plus);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("%-10s %-34s %6s %10s %18s%n".formatted("team", "model", "calls", "tokens", "cost"));
    rows.forEach(
        (row, sum) ->
            text.append(
                "%-10s %-34s %6d %10d %18s%n"
                    .formatted(row.team(), row.model(), sum.calls, sum.tokens, sum.cost)));
    text.append("%-10s %-34s %6s %10s %18s%n".formatted("total", "", "", "", total()));
    return text.toString();
  }
}
