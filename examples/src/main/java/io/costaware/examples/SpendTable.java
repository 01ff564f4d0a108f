package io.costaware.examples;

import io.costaware.event.AdjustmentEvent;
import io.costaware.event.CallEvent;
import io.costaware.event.CostEvent;
import io.costaware.money.Money;
import io.costaware.sink.EventStore;
import io.costaware.target.Target;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Spend by team and model, read back from stored events: the question that finance asks.
 *
 * <p>It adds up what the budgets were charged, which for calls of unknown usage is an estimate, and
 * what was corrected since.
 */
final class SpendTable {
  private static final String LINE = "%-10s %-28s %6s %8s  %s%n";

  private record Sum(long attempts, long tokens, Money cost) {
    static final Sum NOTHING = new Sum(0, 0, Money.zero(Money.USD));

    Sum plus(Sum other) {
      return new Sum(attempts + other.attempts, tokens + other.tokens, cost.plus(other.cost));
    }
  }

  private final Map<String, Map<String, Sum>> byTeam = new TreeMap<>();

  private SpendTable() {}

  /** The spend in {@code [from, to)}. */
  static SpendTable of(EventStore store, Instant from, Instant to) {
    SpendTable table = new SpendTable();
    try (Stream<CostEvent> events = store.between(from, to)) {
      events.forEach(table::add);
    }
    return table;
  }

  private void add(CostEvent event) {
    if (event instanceof CallEvent call) {
      add(call, new Sum(1, call.booked().tokens(), call.booked().cost()));
    } else if (event instanceof AdjustmentEvent adjustment) {
      add(adjustment, new Sum(0, 0, adjustment.spentDifference()));
    }
  }

  private void add(CostEvent event, Sum sum) {
    String team = event.call().tags().get("team");
    Target target = event.call().target();
    byTeam
        .computeIfAbsent(team == null ? "-" : team, name -> new TreeMap<>())
        .merge(target == null ? event.call().sentModel() : target.model(), sum, Sum::plus);
  }

  /** What a team spent. */
  Money of(String team) {
    return sum(byTeam.getOrDefault(team, Map.of())).cost();
  }

  private static Sum sum(Map<String, Sum> models) {
    return models.values().stream().reduce(Sum.NOTHING, Sum::plus);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(LINE.formatted("team", "model", "calls", "tokens", "cost"));
    Sum total = Sum.NOTHING;
    for (Map.Entry<String, Map<String, Sum>> team : byTeam.entrySet()) {
      team.getValue().forEach((model, sum) -> text.append(line(team.getKey(), model, sum)));
      Sum all = sum(team.getValue());
      if (team.getValue().size() > 1) {
        text.append(line(team.getKey(), "all", all));
      }
      total = total.plus(all);
    }
    return text.append(line("all", "all", total)).toString();
  }

  private static String line(String team, String model, Sum sum) {
    return LINE.formatted(team, model, sum.attempts(), sum.tokens(), sum.cost());
  }
}
