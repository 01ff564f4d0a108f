package io.costaware.budget;

import io.costaware.tags.Tags;
import java.util.Set;

/**
 * What a budget asks of one tag: that it has one of these values.
 *
 * @param key the tag's key
 * @param values in the order given
 */
record TagCondition(String key, Set<String> values) {
  boolean holdsFor(Tags tags) {
    String value = tags.get(key);
    return value != null && values.contains(value);
  }

  @Override
  public String toString() {
    return values.size() == 1 ? key + "=" + values.iterator().next() : key + " in " + values;
  }
}
