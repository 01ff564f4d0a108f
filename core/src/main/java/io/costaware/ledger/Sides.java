package io.costaware.ledger;

import io.costaware.budget.BudgetMode;
import java.util.ArrayList;
import java.util.List;

/**
 * The counters of a call by what they do when it does not fit. Each mode is read once, because it
 * may change meanwhile, and no counter must stand on both sides or on none.
 *
 * @param strictOnes those that refuse
 * @param warning those that admit and tell
 */
record Sides(List<WindowCounter> strictOnes, List<WindowCounter> warning) {
  static Sides of(WindowCounter[] counters) {
    List<WindowCounter> strict = new ArrayList<>(counters.length);
    List<WindowCounter> warning = new ArrayList<>();
    for (WindowCounter counter : counters) {
      (counter.mode() == BudgetMode.WARN ? warning : strict).add(counter);
    }
    return new Sides(strict, warning);
  }

  WindowCounter[] strict() {
    return strictOnes.toArray(WindowCounter[]::new);
  }
}
