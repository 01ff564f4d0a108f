package io.costaware.tags;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One rule that tags broke.
 *
 * <p>Immutable.
 *
 * @param key the tag's key
 * @param value the value that was given; null if the tag is missing
 * @param problem the rule and what to do about it, as a sentence that stands alone
 */
public record TagViolation(String key, @Nullable String value, String problem) {
  /** Refuses a null key or problem. */
  public TagViolation {
    requireNonNull(key, "key");
    requireNonNull(problem, "problem");
  }

  /** The problem. */
  @Override
  public String toString() {
    return problem;
  }
}
