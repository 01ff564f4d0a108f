package io.costaware.sink;

import io.costaware.event.CostEvent;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue for many producers and one consumer that takes no lock and allocates nothing. A
 * producer claims a place by moving the tail, then puts its event there; the consumer takes places
 * in order and moves the head.
 */
final class EventRing {
  private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(CostEvent[].class);
  private static final VarHandle COUNTS = MethodHandles.arrayElementVarHandle(long[].class);

  // The counts stand 128 bytes apart, so that producers and the consumer do not fight over one
  // cache line.
  private static final int TAIL = 16;
  private static final int LIMIT = 32;
  private static final int HEAD = 48;

  private final long capacity;
  private final int mask;
  private final @Nullable CostEvent[] slots;
  private final long[] counts = new long[64];

  EventRing(int capacity) {
    this.capacity = capacity;
    int length = capacity == 1 ? 1 : Integer.highestOneBit(capacity - 1) << 1;
    this.mask = length - 1;
    this.slots = new CostEvent[length];
    counts[LIMIT] = capacity;
  }

  /** Puts an event at the end, by any thread; false if the ring is full. */
  boolean offer(CostEvent event) {
    // The limit is where the tail was last known to meet the head: producers read the head, which
    // the consumer keeps writing, only once in a full round.
    long limit = (long) COUNTS.getVolatile(counts, LIMIT);
    long tail;
    do {
      tail = (long) COUNTS.getVolatile(counts, TAIL);
      if (tail >= limit) {
        limit = (long) COUNTS.getVolatile(counts, HEAD) + capacity;
        if (tail >= limit) {
          return false;
        }
        COUNTS.setRelease(counts, LIMIT, limit);
      }
    } while (!COUNTS.compareAndSet(counts, TAIL, tail, tail + 1));
    SLOTS.setRelease(slots, (int) tail & mask, event);
    return true;
  }

  /** The next event, by the one consumer; null if there is none, or its producer is not done. */
  @Nullable CostEvent poll() {
    long head = (long) COUNTS.get(counts, HEAD);
    int slot = (int) head & mask;
    CostEvent event = (CostEvent) SLOTS.getAcquire(slots, slot);
    if (event != null) {
      slots[slot] = null;
      COUNTS.setRelease(counts, HEAD, head + 1);
    }
    return event;
  }

  /** Whether nothing is in the ring and nobody is putting anything there. */
  boolean isEmpty() {
    return taken() == put();
  }

  /** How many events were ever put. */
  long put() {
    return (long) COUNTS.getVolatile(counts, TAIL);
  }

  /** How many events were ever taken. */
  long taken() {
    return (long) COUNTS.getVolatile(counts, HEAD);
  }
}
