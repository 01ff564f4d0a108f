package io.costaware.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;

/**
 * What came of a drill.
 *
 * @param calls that were admitted
 * @param trips to the store
 */
record DrillOutcome(
    String store,
    DrillPlan plan,
    FaultCount faults,
    long calls,
    long trips,
    List<CounterAudit> counters) {
  /** The promise of B7: nothing is lost, and the bound holds. */
  DrillOutcome keepsItsWord() {
    for (CounterAudit counter : counters) {
      assertThat(counter.told()).as("before reconciling %s", counter).contains(counter.before());
      assertThat(counter.overshoot()).as("%s", counter).isLessThanOrEqualTo(counter.bound());
      assertThat(counter.reconciled())
          .as("after reconciling %s", counter)
          .contains(counter.after());
      assertThat(counter.heldAfter()).as("%s", counter).isZero();
    }
    return this;
  }

  /** What holds while no node is lost: the store's sums are the journals', and no limit passed. */
  DrillOutcome isExact() {
    for (CounterAudit counter : counters) {
      assertThat(counter.before()).as("%s", counter).isEqualTo(counter.spent());
      assertThat(counter.overshoot()).as("%s", counter).isZero();
    }
    return this;
  }

  /** At least one budget was run full, or else nothing was tried. */
  DrillOutcome ranFull() {
    assertThat(counters)
        .as("counters of which more than nine tenths are spent")
        .anyMatch(
            counter ->
                counter
                        .spent()
                        .multiply(BigInteger.TEN)
                        .compareTo(counter.limit().multiply(BigInteger.valueOf(9)))
                    > 0);
    return this;
  }
}
