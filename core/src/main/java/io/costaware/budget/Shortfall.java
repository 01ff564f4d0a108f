package io.costaware.budget;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a budget cannot admit a call: all that a caller needs to understand the refusal.
 *
 * <p>Immutable.
 *
 * @param cause what stands in the way
 * @param budget the budget's name
 * @param subject the tags whose value has a share of its own, such as {@code tenant=acme}; empty if
 *     all calls of the budget share one
 * @param window the window in words, for example {@code month from 2026-11-01 in Europe/Berlin}
 * @param limit what the budget allows in the window, raises included
 * @param settled what ended calls took; of a fleet, as far as this node knows
 * @param held what open calls hold; of a fleet with what other nodes have set aside
 * @param asked what this call asked for
 * @param resetsAt when the next window begins; of a rolling one, when the oldest spend that it
 *     counts passes out, at the latest; null if that never comes
 * @param rolling whether the window rolls, so that room comes back bit by bit
 */
public record Shortfall(
    Cause cause,
    String budget,
    String subject,
    String window,
    Amount limit,
    Amount settled,
    Amount held,
    Amount asked,
    @Nullable Instant resetsAt,
    boolean rolling) {
  /**
   * What stands in the way of a call.
   *
   * <p>Immutable.
   */
  public enum Cause {
    /** What is settled and held leaves too little. */
    EXHAUSTED,
    /** The budget is paused. */
    PAUSED,
    /** The fleet's store cannot be asked, and the budget refuses then. */
    STORE_UNREACHABLE,
    /** The fleet's store has lost data and grants nothing until all nodes have reported anew. */
    STORE_RECOVERING,
    /** The budget keeps count of as many subjects as it may, and this would be one more. */
    TOO_MANY_SUBJECTS;

    /** The name in files, for example {@code exhausted}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Refuses nulls. */
  public Shortfall {
    requireNonNull(cause, "cause");
    requireNonNull(budget, "budget");
    requireNonNull(subject, "subject");
    requireNonNull(window, "window");
    requireNonNull(limit, "limit");
    requireNonNull(settled, "settled");
    requireNonNull(held, "held");
    requireNonNull(asked, "asked");
  }

  /** All facts and what to do, in three sentences. */
  public String describe() {
    return "Budget '"
        + budget
        + "'"
        + (subject.isEmpty() ? "" : " of " + subject)
        + " allows "
        + limit
        + " in the "
        + window
        + ". Settled are "
        + settled
        + ", held for open calls "
        + held
        + reason()
        + ". "
        + reset()
        + "; "
        + advice();
  }

  private String reset() {
    if (rolling) {
      return resetsAt == null
          ? "Nothing has been spent that could pass out of it"
          : "Its oldest spend passes out at " + resetsAt;
    }
    return resetsAt == null ? "It never resets" : "It resets at " + resetsAt;
  }

  private String reason() {
    return switch (cause) {
      case EXHAUSTED -> ", so the " + asked + " that this call may take do not fit";
      case PAUSED -> ", but the budget is paused and refuses every call";
      case STORE_UNREACHABLE ->
          ", but the "
              + asked
              + " that this call may take are more than this node has been granted, and the store"
              + " of the fleet does not answer";
      case STORE_RECOVERING ->
          ", but the "
              + asked
              + " that this call may take are more than this node has been granted, and the store"
              + " of the fleet has lost data and waits for all nodes to report";
      case TOO_MANY_SUBJECTS ->
          ", but the budget keeps count of as many subjects as it may and this is one more";
    };
  }

  private String advice() {
    return switch (cause) {
      case EXHAUSTED ->
          limit instanceof Amount.OfRequests
              ? "to call sooner, raise the limit."
              : "to call sooner, lower the output cap or raise the limit.";
      case PAUSED -> "to call sooner, end the pause.";
      case STORE_UNREACHABLE ->
          "to call sooner, mend the store, or let the budget admit calls when it is down.";
      case STORE_RECOVERING -> "calls go on once the longest lease has run out.";
      case TOO_MANY_SUBJECTS -> "to call sooner, raise maxSubjects.";
    };
  }
}
