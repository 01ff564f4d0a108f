package io.costaware.budget;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Room on top of a budget's limit until a moment.
 *
 * <p>Immutable.
 *
 * @param by how much, in the unit of the limit, above zero
 * @param until the first moment without it
 */
public record Raise(Amount by, Instant until) {
  /** Refuses nulls. */
  public Raise {
    requireNonNull(by, "by");
    requireNonNull(until, "until");
  }

  /** For example {@code +500 USD until 2026-12-01T00:00:00Z}. */
  @Override
  public String toString() {
    return "+" + by + " until " + until;
  }
}
