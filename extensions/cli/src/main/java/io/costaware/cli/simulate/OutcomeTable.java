package io.costaware.cli.simulate;

import io.costaware.cli.io.TextTable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs in columns, for people.
 *
 * <p>For use by one thread.
 */
final class OutcomeTable {
  private static final String[] HEADINGS = {
    "nodes", "factor", "limit", "spent", "left", "overshoot", "bound", "used at first refusal",
    "calls", "refused", "falsely", "trips/call", "crashes", "cuts", "pauses", "seconds"
  };

  private final List<Outcome> outcomes;

  OutcomeTable(List<Outcome> outcomes) {
    this.outcomes = List.copyOf(outcomes);
  }

  @Override
  public String toString() {
    TextTable table = new TextTable(HEADINGS);
    outcomes.forEach(outcome -> table.row(cells(outcome)));
    return table.toString();
  }

  private static String[] cells(Outcome outcome) {
    Tally tally = outcome.tally();
    return new String[] {
      String.valueOf(outcome.scenario().nodes()),
      outcome.factor().stripTrailingZeros().toPlainString(),
      Outcome.money(outcome.scenario().limit()),
      Outcome.money(outcome.spent()),
      Outcome.money(outcome.left()),
      Outcome.money(outcome.overshoot()),
      Outcome.money(outcome.bound()),
      percent(outcome.utilisation()),
      String.valueOf(tally.admitted + tally.refused),
      String.valueOf(tally.refused),
      String.valueOf(tally.falseRefusals),
      outcome.tripsPerCallUntil(outcome.firstRefusal()).toPlainString(),
      String.valueOf(tally.crashes),
      String.valueOf(tally.cuts),
      String.valueOf(tally.pauses),
      Outcome.seconds(outcome.endedNanos()).toPlainString()
    };
  }

  private static String percent(@Nullable BigDecimal part) {
    return part == null
        ? "nothing refused"
        : part.movePointRight(2).setScale(2, RoundingMode.FLOOR) + " %";
  }
}
