package io.costaware.ledger;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The slices that are to be reported, by when each is due.
 *
 * <p>For use by one thread at a time, which the desk sees to.
 */
final class DueSlices {
  /**
   * When a slice is due. Stays in the queue when the slice becomes due at another time, and counts
   * only while it is the one listed for it.
   */
  private record Due(long nanos, Slice slice) {
    // Nano times may wrap, so that only their differences can be compared.
    static final Comparator<Due> FIRST = (one, two) -> Long.compare(one.nanos - two.nanos, 0);
  }

  private final PriorityQueue<Due> queue = new PriorityQueue<>(Due.FIRST);
  private final Map<Slice, Due> listed = new HashMap<>();

  /** Puts a slice where it is due now, in the place of where it was before. */
  void add(Slice slice) {
    Due next = new Due(slice.dueNanos(), slice);
    listed.put(slice, next);
    queue.add(next);
  }

  void remove(Slice slice) {
    listed.remove(slice);
  }

  /** When the first is due; null if there is none. */
  @Nullable Long firstNanos() {
    Due first = first();
    return first == null ? null : first.nanos;
  }

  /** Takes the first that is due at a moment; null if none is. */
  @Nullable Slice takeDueAt(long nowNanos) {
    Due first = first();
    if (first == null || first.nanos - nowNanos > 0) {
      return null;
    }
    queue.remove();
    listed.remove(first.slice);
    return first.slice;
  }

  private @Nullable Due first() {
    Due first = queue.peek();
    while (first != null && !first.equals(listed.get(first.slice))) {
      queue.remove();
      first = queue.peek();
    }
    return first;
  }

  /** All of them. */
  Set<Slice> slices() {
    return listed.keySet();
  }

  void clear() {
    queue.clear();
    listed.clear();
  }
}
