package io.costaware.budget;

import io.costaware.budget.BudgetWindow.Span;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One window that never ends.
 *
 * @param forgottenAfter how long after its last call a subject's count is forgotten; null if it
 *     never is
 */
record EndlessWindow(@Nullable Duration forgottenAfter) implements Windowing {
  /** The shortest time until a subject is forgotten. */
  static final Duration SHORTEST = Duration.ofSeconds(1);

  /** The longest time until a subject is forgotten. */
  static final Duration LONGEST = Duration.ofDays(366);

  EndlessWindow {
    if (forgottenAfter != null
        && (forgottenAfter.compareTo(SHORTEST) < 0 || forgottenAfter.compareTo(LONGEST) > 0)) {
      throw new IllegalArgumentException(
          "A run is forgotten "
              + forgottenAfter
              + " after its last call; give a time from "
              + SHORTEST
              + " to "
              + LONGEST
              + ", longer than the longest pause within a run");
    }
  }

  @Override
  public Span at(long epochMillis) {
    return new Span(Long.MIN_VALUE, Long.MAX_VALUE, toString());
  }

  @Override
  public String toString() {
    return forgottenAfter == null
        ? "lifetime"
        : "run, forgotten " + forgottenAfter + " after its last call";
  }
}
