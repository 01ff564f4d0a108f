package io.costaware.budget;

import io.costaware.budget.BudgetWindow.Span;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How windows follow one another. What {@code toString} says names the kind alone and never varies:
 * it is part of the key of a fleet's counters.
 */
sealed interface Windowing permits ClockWindows, DateWindows, RollingWindows, EndlessWindow {
  /** The window that a moment, in milliseconds of the epoch, lies in. */
  Span at(long epochMillis);

  /** From when on spend counts against the limit in a window. */
  default long countsFromMillis(Span span) {
    return span.startMillis();
  }

  /** How long after its last call a subject's count is forgotten; null if it never is. */
  default @Nullable Duration forgottenAfter() {
    return null;
  }
}
