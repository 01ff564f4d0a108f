package io.costaware.drill;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Drills added up, a row for each store, as Markdown. */
final class DrillTable {
  private static final String HEAD =
      "| store | rounds | nodes | calls | kills | stops | store restarts | cuts | limit | spent |"
          + " overshoot | bound | calls per trip | store - journals |\n"
          + "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|";
  private static final String FOOT =
      "Limit, spent, overshoot and bound: the budget in money, in USD, added up over the rounds."
          + " Store - journals: over all counters after reconciling, each in its unit.";

  private final List<DrillOutcome> outcomes;

  private DrillTable(List<DrillOutcome> outcomes) {
    this.outcomes = outcomes;
  }

  static DrillTable of(List<DrillOutcome> outcomes) {
    return new DrillTable(List.copyOf(outcomes));
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>(List.of(HEAD));
    outcomes.stream()
        .map(DrillOutcome::store)
        .distinct()
        .forEach(
            store ->
                lines.add(
                    of(outcomes.stream().filter(one -> one.store().equals(store)).toList()).row()));
    lines.add(FOOT);
    return lines;
  }

  /** All outcomes in one row. */
  String row() {
    FaultCount faults = new FaultCount();
    outcomes.forEach(outcome -> faults.add(outcome.faults()));
    long calls = outcomes.stream().mapToLong(DrillOutcome::calls).sum();
    long trips = outcomes.stream().mapToLong(DrillOutcome::trips).sum();
    return "| "
        + String.join(
            " | ",
            outcomes.get(0).store(),
            Integer.toString(outcomes.size()),
            Integer.toString(outcomes.get(0).plan().nodes()),
            Long.toString(calls),
            Integer.toString(faults.kills),
            Integer.toString(faults.pauses),
            Integer.toString(faults.restarts),
            Integer.toString(faults.cuts),
            money(CounterAudit::limit),
            money(CounterAudit::spent),
            money(CounterAudit::overshoot),
            money(CounterAudit::bound),
            BigDecimal.valueOf(calls)
                .divide(BigDecimal.valueOf(trips), 1, RoundingMode.HALF_EVEN)
                .toString(),
            difference().toString())
        + " |";
  }

  private String money(Function<CounterAudit, BigInteger> figure) {
    BigInteger picos =
        outcomes.stream()
            .flatMap(outcome -> outcome.counters().stream())
            .filter(counter -> counter.key().budget().equals("fleet"))
            .map(figure)
            .reduce(BigInteger.ZERO, BigInteger::add);
    return new BigDecimal(picos, 12).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
  }

  private BigInteger difference() {
    return outcomes.stream()
        .flatMap(outcome -> outcome.counters().stream())
        .map(counter -> counter.after().subtract(counter.spent()).abs())
        .reduce(BigInteger.ZERO, BigInteger::add);
  }
}
