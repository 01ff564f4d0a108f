package io.costaware.budget;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a budget cannot admit a call: all that a caller needs to understand the refusal.
 *
 * <p>Immutable.
 *
 * @param budget the budget's name
 * @param window the window in words, for example {@code month from 2026-11-01 in Europe/Berlin}
 * @param limit what the budget allows in the window
 * @param settled what ended calls took
 * @param held what open calls hold
 * @param asked what this call asked for
 * @param resetsAt when the next window begins; null if there is none
 */
public record Shortfall(
    String budget,
    String window,
    Amount limit,
    Amount settled,
    Amount held,
    Amount asked,
    @Nullable Instant resetsAt) {

  /** All facts and what to do, in three sentences. */
  public String describe() {
    return "Budget '"
        + budget
        + "' allows "
        + limit
        + " in the "
        + window
        + ". Settled are "
        + settled
        + ", held for open calls "
        + held
        + ", so the "
        + asked
        + " that this call may take do not fit. "
        + (resetsAt == null ? "It never resets" : "It resets at " + resetsAt)
        + (limit instanceof Amount.OfRequests
            ? "; to call sooner, raise the limit."
            : "; to call sooner, lower the output cap or raise the limit.");
  }
}
