package io.costaware.cli.log;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds the last few thousand records back, so that a second record of a call finds the first.
 *
 * <p>For use by one thread.
 */
final class LogWindow {
  private static final int SIZE = 4096;

  private static final class Slot {
    LogRecord record;

    Slot(LogRecord record) {
      this.record = record;
    }
  }

  private final ArrayDeque<Slot> slots = new ArrayDeque<>();
  private final Map<String, Slot> byRequest = new HashMap<>();

  /** Takes a record in; returns the oldest one where there is no more room for it, else null. */
  @Nullable LogRecord add(LogRecord record) {
    Slot known = record.requestId().isEmpty() ? null : byRequest.get(record.requestId());
    if (known != null) {
      known.record = known.record.merge(record);
      return null;
    }
    Slot slot = new Slot(record);
    slots.add(slot);
    if (!record.requestId().isEmpty()) {
      byRequest.put(record.requestId(), slot);
    }
    return slots.size() > SIZE ? removeOldest() : null;
  }

  /** The oldest record; null if there is none. */
  @Nullable LogRecord removeOldest() {
    Slot oldest = slots.poll();
    if (oldest == null) {
      return null;
    }
    byRequest.remove(oldest.record.requestId());
    return oldest.record;
  }
}
