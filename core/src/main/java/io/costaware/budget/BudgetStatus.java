package io.costaware.budget;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where one budget stands in its current window.
 *
 * <p>Immutable.
 *
 * @param budget the budget's name
 * @param window the window in words
 * @param limit what it allows
 * @param settled what ended calls took
 * @param held what open calls hold
 * @param resetsAt when the next window begins; null if there is none
 */
public record BudgetStatus(
    String budget,
    String window,
    Amount limit,
    Amount settled,
    Amount held,
    @Nullable Instant resetsAt) {}
