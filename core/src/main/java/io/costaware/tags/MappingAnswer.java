package io.costaware.tags;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;

/**
 * What a {@link TagMapping} makes of some tags: all of them, or none and why.
 *
 * <p>Immutable.
 */
public sealed interface MappingAnswer {
  /**
   * Every tag fits.
   *
   * <p>Immutable.
   *
   * @param entries what to send, unmodifiable: the caller's own entries first, then the tags in the
   *     order of their keys; empty if there is nothing to send
   */
  record Mapped(Map<String, String> entries) implements MappingAnswer {
    /** Copies the entries, keeping their order. */
    public Mapped {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }
  }

  /**
   * At least one tag does not fit, so nothing is mapped.
   *
   * <p>Immutable.
   *
   * @param violations every tag that does not fit, in the order of keys
   */
  record Unmappable(List<TagViolation> violations) implements MappingAnswer {
    /** Refuses an empty list. */
    public Unmappable {
      violations = List.copyOf(violations);
      if (violations.isEmpty()) {
        throw new IllegalArgumentException("Tags without a violation are mapped tags");
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
      Function<? super Map<String, String>, ? extends T> ifMapped,
      Function<? super Unmappable, ? extends T> ifUnmappable) {
    return this instanceof Mapped mapped
        ? ifMapped.apply(mapped.entries())
        : ifUnmappable.apply((Unmappable) this);
  }
}
