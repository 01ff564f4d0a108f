package io.costaware.budget;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one budget stands in its current window.
 *
 * <p>Immutable.
 *
 * @param budget the budget's name
 * @param subject the tags whose value has a share of its own, such as {@code tenant=acme}; empty if
 *     all calls of the budget share one
 * @param mode what it does with calls that do not fit
 * @param window the window in words
 * @param limit what it allows, raises included
 * @param settled what ended calls took
 * @param held what open calls hold
 * @param thresholdsPassed those of its thresholds, in percent of the limit, that settled and held
 *     together have reached, rising
 * @param resetsAt when the next window begins; of a rolling one, when the oldest spend that it
 *     counts passes out, at the latest; null if that never comes
 */
public record BudgetStatus(
    String budget,
    String subject,
    BudgetMode mode,
    String window,
    Amount limit,
    Amount settled,
    Amount held,
    List<Integer> thresholdsPassed,
    @Nullable Instant resetsAt) {
  /** Refuses nulls and copies the list. */
  public BudgetStatus {
    requireNonNull(budget, "budget");
    requireNonNull(subject, "subject");
    requireNonNull(mode, "mode");
    requireNonNull(window, "window");
    requireNonNull(limit, "limit");
    requireNonNull(settled, "settled");
    requireNonNull(held, "held");
    thresholdsPassed = List.copyOf(thresholdsPassed);
  }
}
