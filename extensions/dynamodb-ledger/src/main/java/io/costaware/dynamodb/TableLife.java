package io.costaware.dynamodb;

import java.util.Objects;

/**
 * Which table a name leads to. A table that is restored or made anew under its old name has another
 * identity than the one that this store has seen and than the one in its marks.
 */
final class TableLife {
  private final SliceTable table;
  private volatile String here;
  private volatile boolean replaced;

  TableLife(SliceTable table, Deadline deadline) {
    this.table = table;
    this.here = table.identity(deadline);
  }

  /**
   * The marks as they should be before anything is granted: those that were read, if nothing is to
   * be said.
   */
  StoreMarks seen(Deadline deadline, StoreMarks read, long longestLeaseMillis) {
    if (table.wasMissing() || !read.table().equals(here)) {
      String now = table.identity(deadline);
      if (!Objects.equals(now, here)) {
        replaced = true;
        here = now;
      }
      table.found();
    }
    StoreMarks marks = read.withLease(longestLeaseMillis);
    long until = table.latestMillis() + marks.longestLeaseMillis();
    return replaced
        ? marks.in(here, until).recoveringUntil(until)
        : marks.in(here, Math.max(until, marks.recoveringUntilMillis()));
  }

  /** The marks have been written. */
  void told() {
    replaced = false;
  }
}
