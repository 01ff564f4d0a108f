package io.costaware.cli.simulate;

import java.util.Arrays;

/**
 * What is to happen, by its moment. A heap in two arrays of numbers, so that millions of events
 * cost no objects; the order of events of one moment follows from the order in which they came.
 *
 * <p>For use by one thread.
 */
final class EventQueue {
  private static final EventKind[] KINDS = EventKind.values();
  private static final int BRANCHES = 4;
  private static final int FIRST_SIZE = 1024;

  private long[] moments = new long[FIRST_SIZE];
  // The kind in the upper half, whom it concerns in the lower one.
  private long[] events = new long[FIRST_SIZE];
  private int size;
  private long moment;
  private long event;

  /**
   * Adds an event.
   *
   * @param nanos its moment
   * @param whom a node's number, or that of a call
   */
  @SuppressWarnings("EnumOrdinal") // Taken back by KINDS; never stored.
  void add(long nanos, EventKind kind, int whom) {
    if (size == moments.length) {
      moments = Arrays.copyOf(moments, 2 * size);
      events = Arrays.copyOf(events, 2 * size);
    }
    int at = size++;
    while (at > 0) {
      int above = (at - 1) / BRANCHES;
      if (moments[above] <= nanos) {
        break;
      }
      moments[at] = moments[above];
      events[at] = events[above];
      at = above;
    }
    moments[at] = nanos;
    events[at] = (long) kind.ordinal() << Integer.SIZE | whom;
  }

  /** Goes on to the next event, if there is one. */
  boolean next() {
    if (size == 0) {
      return false;
    }
    moment = moments[0];
    event = events[0];
    size--;
    sink(moments[size], events[size]);
    return true;
  }

  /** Puts the last event where the first one was. */
  private void sink(long lastMoment, long lastEvent) {
    int at = 0;
    for (int below = 1; below < size; below = at * BRANCHES + 1) {
      int first = below;
      int end = Math.min(below + BRANCHES, size);
      for (int other = below + 1; other < end; other++) {
        first = moments[other] < moments[first] ? other : first;
      }
      if (moments[first] >= lastMoment) {
        break;
      }
      moments[at] = moments[first];
      events[at] = events[first];
      at = first;
    }
    moments[at] = lastMoment;
    events[at] = lastEvent;
  }

  /** The moment of the event, in nanoseconds. */
  long nanos() {
    return moment;
  }

  EventKind kind() {
    return KINDS[(int) (event >>> Integer.SIZE)];
  }

  int whom() {
    return (int) event;
  }
}
