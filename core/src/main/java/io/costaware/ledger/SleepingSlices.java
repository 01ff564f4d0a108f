package io.costaware.ledger;

import java.util.Collections;
import java.util.Iterator;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The slices of a node that need no report: the store knows all that they spent, and they have no
 * room. A store that loses data forgets them too, and must be told again before it grants to
 * others. So one of them is reported where a node would else be silent for long, and all are once
 * the store says that it is recovering.
 *
 * <p>For use by one thread at a time, which the desk sees to.
 */
final class SleepingSlices {
  private static final int PARTS_OF_LEASE = 3;

  // Weak: slices of subjects that were forgotten and of windows that are over go away by
  // themselves.
  private final Set<Slice> slices = Collections.newSetFromMap(new WeakHashMap<>());
  private final long silenceNanos;
  private long heardNanos;
  private long wokenNanos;
  private boolean wereWoken;

  SleepingSlices(SliceSettings settings) {
    // Recovering lasts for a lease at least; within it a node must hear of it and tell.
    this.silenceNanos = settings.lease().toNanos() / PARTS_OF_LEASE;
  }

  void add(Slice slice) {
    if (slice.stillCounts()) {
      slices.add(slice);
    }
  }

  void remove(Slice slice) {
    slices.remove(slice);
  }

  /** The store has answered. */
  void heard(long nowNanos) {
    heardNanos = nowNanos;
  }

  boolean isEmpty() {
    return slices.isEmpty();
  }

  /** When one is to be reported if nothing else is until then, in nanoseconds. */
  long dueNanos() {
    return heardNanos + silenceNanos;
  }

  /** The one to report now, so that the node hears from the store; null if it need not be asked. */
  @Nullable Slice dueAt(long nowNanos) {
    if (dueNanos() - nowNanos > 0) {
      return null;
    }
    for (Iterator<Slice> all = slices.iterator(); all.hasNext(); ) {
      Slice slice = all.next();
      if (slice.stillCounts()) {
        return slice;
      }
      all.remove();
    }
    return null;
  }

  /** All of them, for the store is recovering; none if they have just been woken. */
  Set<Slice> wake(long nowNanos) {
    if (wereWoken && nowNanos - wokenNanos < silenceNanos) {
      return Set.of();
    }
    wereWoken = true;
    wokenNanos = nowNanos;
    Set<Slice> woken = Set.copyOf(slices);
    slices.clear();
    return woken;
  }
}
