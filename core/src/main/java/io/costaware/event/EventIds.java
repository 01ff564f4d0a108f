package io.costaware.event;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives out event ids: a node number and a count.
 *
 * <p>Safe for use by many threads.
 */
public final class EventIds {
  private final long node;
  private final AtomicLong sequence = new AtomicLong();

  /**
   * A source of ids.
   *
   * @param node drawn at random by whoever makes it, so that two processes never share it
   */
  public EventIds(long node) {
    this.node = node;
  }

  /** An id never given out before. */
  public EventId next() {
    return new EventId(node, sequence.incrementAndGet());
  }
}
