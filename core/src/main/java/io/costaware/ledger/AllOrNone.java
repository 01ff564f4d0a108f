package io.costaware.ledger;

import io.costaware.budget.Demand;
import org.jspecify.annotations.Nullable;

/** Holds on several counters, or on none of them. */
final class AllOrNone {
  private AllOrNone() {}

  /** The counter that refuses, after the others have been given back; null if all hold. */
  static @Nullable WindowCounter take(WindowCounter[] counters, Demand demand, long atMillis) {
    if (counters.length > 1) {
      // Looks before it takes, so that holds which must be given back are rare.
      for (WindowCounter counter : counters) {
        if (!counter.hasRoom(demand, atMillis)) {
          return counter;
        }
      }
    }
    for (int taken = 0; taken < counters.length; taken++) {
      if (!counters[taken].tryHold(demand, atMillis)) {
        for (int i = taken - 1; i >= 0; i--) {
          counters[i].giveBack(demand);
        }
        return counters[taken];
      }
    }
    return null;
  }
}
