package io.costaware.ledger;

import io.costaware.tags.Tags;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The subjects of all budgets that share by the same tags, so that a call is looked up once for all
 * of them. Holds one entry for each subject that has a count now.
 *
 * <p>Safe for use by many threads.
 */
final class SubjectTable {
  private final List<String> each;
  private final ConcurrentHashMap<Object, Subject> subjects = new ConcurrentHashMap<>();

  /** An empty table for these tag keys, at least one. */
  SubjectTable(List<String> each) {
    this.each = List.copyOf(each);
  }

  /** The subject of a call that has all the tags. */
  Subject of(Tags tags) {
    return of(key(tags));
  }

  private Object key(Tags tags) {
    if (each.size() == 1) {
      return value(tags, 0);
    }
    String[] values = new String[each.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(tags, i);
    }
    return List.of(values);
  }

  private String value(Tags tags, int i) {
    String value = tags.get(each.get(i));
    if (value == null) {
      throw new IllegalArgumentException("The call has no tag '" + each.get(i) + "'");
    }
    return value;
  }

  private Subject of(Object key) {
    Subject there = subjects.get(key);
    return there != null ? there : subjects.computeIfAbsent(key, k -> new Subject(this, k));
  }

  /** The counters of a subject for a budget; null if the budget has no room for one more. */
  @Nullable CounterChain chain(Subject subject, KeptBudget budget) {
    Subject now = subject;
    while (true) {
      CounterChain there = now.find(budget);
      if (there != null) {
        return there;
      }
      CounterChain made = now.findOrAdd(budget);
      if (made != null) {
        return made;
      }
      if (!now.isForgotten()) {
        now.forgetIfEmpty();
        return null;
      }
      // Forgotten in between; the next one asked for is another.
      now = of(subject.key());
    }
  }

  void remove(Subject subject) {
    subjects.remove(subject.key(), subject);
  }

  Collection<Subject> subjects() {
    return subjects.values();
  }

  /** The subject of a call that has all the tags, in words. */
  String wordsOf(Tags tags) {
    return words(key(tags));
  }

  /**
   * A subject in words, for example {@code tenant=acme, app=chat}. No two subjects have the same:
   * where there are several values, a comma and a backslash in one get a backslash before them.
   */
  String words(Object key) {
    if (!(key instanceof List<?> values)) {
      return each.get(0) + "=" + key;
    }
    return IntStream.range(0, values.size())
        .mapToObj(i -> each.get(i) + "=" + escaped(String.valueOf(values.get(i))))
        .collect(Collectors.joining(", "));
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace(",", "\\,");
  }
}
