package io.costaware.admission;

import static java.util.Objects.requireNonNull;

import io.costaware.target.ModelId;

/**
 * A policy's answer: allow, clamp, substitute, or refuse.
 *
 * <p>Immutable.
 */
public sealed interface Verdict {
  /**
   * The call may go on as it is.
   *
   * <p>Immutable.
   */
  record Allow() implements Verdict {}

  /**
   * The call may go on with an output of at most so many tokens.
   *
   * <p>Immutable.
   *
   * @param maxOutputTokens the cap, at least 1; a lower cap of the request stays
   * @param reason stands on the event
   */
  record Clamp(long maxOutputTokens, String reason) implements Verdict {
    /** Refuses a cap below one. */
    public Clamp {
      if (maxOutputTokens < 1) {
        throw new IllegalArgumentException(
            "A clamp to "
                + maxOutputTokens
                + " output tokens leaves no answer; use at least 1 or refuse");
      }
      requireNonNull(reason, "reason");
    }
  }

  /**
   * The call goes to another model of the same provider, and is admitted anew, once.
   *
   * <p>Immutable.
   *
   * @param model the model to call
   * @param reason stands on the event
   */
  record Substitute(ModelId model, String reason) implements Verdict {
    /** Refuses nulls. */
    public Substitute {
      requireNonNull(model, "model");
      requireNonNull(reason, "reason");
    }
  }

  /**
   * The call is refused.
   *
   * <p>Immutable.
   *
   * @param reason what the caller is told
   */
  record Refuse(String reason) implements Verdict {
    /** Refuses null. */
    public Refuse {
      requireNonNull(reason, "reason");
    }
  }

  /** Allows. */
  static Verdict allow() {
    return Allowed.INSTANCE;
  }
}
