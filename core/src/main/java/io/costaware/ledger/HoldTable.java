package io.costaware.ledger;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Where open holds can be found once their callers have forgotten them. Each takes a free slot; a
 * segment in which none is found soon is followed by one of twice the size, and segments stay, so
 * that nothing is allocated once there is room for as many holds as are open at a time.
 *
 * <p>Safe for use by many threads.
 */
final class HoldTable {
  private static final int FIRST_SLOTS = 256;
  private static final int MOST_SLOTS = 1 << 20;
  private static final int PROBES = 16;
  private static final int CURSORS = 16;
  // Cursors of two threads should not share a cache line.
  private static final int CURSOR_STRIDE = 16;

  /** Slots, and the way to more of them. */
  static final class Segment {
    static final Segment NOWHERE = new Segment(1);

    private final AtomicReferenceArray<@Nullable OpenHold> slots;
    private final AtomicReference<@Nullable Segment> next = new AtomicReference<>();

    private Segment(int size) {
      slots = new AtomicReferenceArray<>(size);
    }

    private boolean take(OpenHold hold, int from) {
      int mask = slots.length() - 1;
      for (int i = from; i < from + PROBES; i++) {
        if (slots.get(i & mask) == null) {
          hold.placedAt(this, i & mask);
          if (slots.compareAndSet(i & mask, null, hold)) {
            return true;
          }
        }
      }
      return false;
    }

    void clear(int slot) {
      slots.setRelease(slot, null);
    }

    private Segment nextOrMore() {
      Segment there = next.get();
      if (there != null) {
        return there;
      }
      Segment made = new Segment(Math.min(2 * slots.length(), MOST_SLOTS));
      Segment first = next.compareAndExchange(null, made);
      return first == null ? made : first;
    }
  }

  private final Segment first = new Segment(FIRST_SLOTS);
  // Hints where to look, moved on without care: two threads that clash look one slot further.
  private final int[] cursors = new int[CURSORS * CURSOR_STRIDE];

  void add(OpenHold hold) {
    long thread = Thread.currentThread().getId() * 0x9E3779B97F4A7C15L;
    int cursor = (int) (thread >>> 60) * CURSOR_STRIDE;
    int from = (int) (thread >>> 32) + ++cursors[cursor];
    Segment segment = first;
    while (!segment.take(hold, from)) {
      segment = segment.nextOrMore();
    }
  }

  /** Ends every hold that is overdue at a moment, and says how many. */
  long expire(long nowMillis) {
    long expired = 0;
    for (Segment segment = first; segment != null; segment = segment.next.get()) {
      for (int i = 0; i < segment.slots.length(); i++) {
        OpenHold hold = segment.slots.get(i);
        expired += hold != null && hold.expire(nowMillis) ? 1 : 0;
      }
    }
    return expired;
  }

  /** How many there are; a count while others come and go. */
  long count() {
    long count = 0;
    for (Segment segment = first; segment != null; segment = segment.next.get()) {
      for (int i = 0; i < segment.slots.length(); i++) {
        count += segment.slots.get(i) == null ? 0 : 1;
      }
    }
    return count;
  }
}
