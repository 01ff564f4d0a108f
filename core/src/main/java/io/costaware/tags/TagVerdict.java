package io.costaware.tags;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;

/**
 * What {@link TagRules} say of some tags.
 *
 * <p>Immutable.
 */
public sealed interface TagVerdict {
  /**
   * No rule is broken.
   *
   * <p>Immutable.
   *
   * @param tags the tags that were checked, with those that are locked put in
   */
  record Accepted(Tags tags) implements TagVerdict {
    /** Refuses null. */
    public Accepted {
      requireNonNull(tags, "tags");
    }
  }

  /**
   * At least one rule is broken.
   *
   * <p>Immutable.
   *
   * @param violations all of them, those of the tags given first, each part in the order of keys
   */
  record Violations(List<TagViolation> violations) implements TagVerdict {
    /** Refuses an empty list. */
    public Violations {
      violations = List.copyOf(violations);
      if (violations.isEmpty()) {
        throw new IllegalArgumentException("Tags without a violation are accepted tags");
      }
    }

    /** All violations in one line. */
    public String message() {
      StringJoiner joiner = new StringJoiner("; ");
      violations.forEach(violation -> joiner.add(violation.problem()));
      return joiner.toString();
    }
  }

  /** Answers by kind. */
  default <T> T fold(
      Function<? super Tags, ? extends T> ifAccepted,
      Function<? super Violations, ? extends T> ifViolations) {
    return this instanceof Accepted accepted
        ? ifAccepted.apply(accepted.tags())
        : ifViolations.apply((Violations) this);
  }
}
