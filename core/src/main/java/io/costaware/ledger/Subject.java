package io.costaware.ledger;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One value of the tags that have a share of their own, with its counters of all budgets that share
 * by these tags.
 *
 * <p>Safe for use by many threads.
 */
final class Subject {
  private static final CounterChain[] NONE = {};

  private final SubjectTable table;
  private final Object key;
  // Copied on each change: read far more often than changed. Null once the table has forgotten it.
  private volatile CounterChain @Nullable [] chains = NONE;

  Subject(SubjectTable table, Object key) {
    this.table = table;
    this.key = key;
  }

  Object key() {
    return key;
  }

  SubjectTable table() {
    return table;
  }

  /** Its tags in words, for example {@code tenant=acme}. */
  String words() {
    return table.words(key);
  }

  /** Its counters of a budget, if there are any yet. */
  @Nullable CounterChain find(KeptBudget budget) {
    CounterChain[] seen = chains;
    if (seen != null) {
      for (CounterChain chain : seen) {
        if (chain.budget() == budget) {
          return chain;
        }
      }
    }
    return null;
  }

  CounterChain[] chains() {
    CounterChain[] seen = chains;
    return seen == null ? NONE : seen;
  }

  /** Whether the table has forgotten it, so that another one must be asked for. */
  boolean isForgotten() {
    return chains == null;
  }

  /** Its counters of a budget; null if it is forgotten or the budget has no room for one more. */
  synchronized @Nullable CounterChain findOrAdd(KeptBudget budget) {
    CounterChain there = find(budget);
    CounterChain[] seen = chains;
    if (there != null || seen == null || !budget.addSubject()) {
      return there;
    }
    CounterChain made = new CounterChain(budget, this);
    CounterChain[] more = Arrays.copyOf(seen, seen.length + 1);
    more[seen.length] = made;
    chains = more;
    return made;
  }

  /** Is forgotten if it has no counters; so that refused subjects take no room. */
  synchronized void forgetIfEmpty() {
    CounterChain[] seen = chains;
    if (seen != null && seen.length == 0) {
      chains = null;
      table.remove(this);
    }
  }

  /** Drops counters that were retired; and is forgotten if none are left. */
  synchronized void drop(CounterChain retired) {
    CounterChain[] seen = chains;
    if (seen == null) {
      return;
    }
    CounterChain[] left =
        Arrays.stream(seen).filter(chain -> chain != retired).toArray(CounterChain[]::new);
    if (left.length < seen.length) {
      retired.budget().forgetSubject();
      chains = left.length == 0 ? null : left;
      if (left.length == 0) {
        table.remove(this);
      }
    }
  }
}
