package io.costaware.sink;

import io.costaware.event.EventId;
import java.util.HashMap;
import java.util.Map;

/**
 * Remembers ids. Those of one node are counted up, so a bit for each in blocks of 1,024 keeps
 * millions in little memory.
 */
final class SeenIds {
  private static final int BLOCK_BITS = 10;
  private static final int WORDS = (1 << BLOCK_BITS) / Long.SIZE;

  private final Map<EventId, long[]> blocks = new HashMap<>();

  /** Adds an id; false if it was there. */
  boolean add(EventId id) {
    EventId block = new EventId(id.node(), id.sequence() >>> BLOCK_BITS);
    long[] words = blocks.computeIfAbsent(block, missing -> new long[WORDS]);
    int word = (int) (id.sequence() >>> 6) & (WORDS - 1);
    long bit = 1L << id.sequence();
    boolean isNew = (words[word] & bit) == 0;
    words[word] |= bit;
    return isNew;
  }
}
