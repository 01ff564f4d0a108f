package io.costaware.budget;

import static java.util.Objects.requireNonNull;

import io.costaware.tags.Tags;
import java.util.Set;

/**
 * What a budget asks of one tag: that it has one of these values.
 *
 * <p>Immutable.
 *
 * @param key the tag's key
 * @param values in the order given
 */
public record TagCondition(String key, Set<String> values) {
  /** Refuses nulls. */
  public TagCondition {
    requireNonNull(key, "key");
    requireNonNull(values, "values");
  }

  /** Whether the tags have one of the values. */
  public boolean holdsFor(Tags tags) {
    String value = tags.get(key);
    return value != null && values.contains(value);
  }

  @Override
  public String toString() {
    return values.size() == 1 ? key + "=" + values.iterator().next() : key + " in " + values;
  }
}
