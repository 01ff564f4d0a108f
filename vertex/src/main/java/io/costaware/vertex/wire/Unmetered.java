package io.costaware.vertex.wire;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the requests that are forwarded without being metered, and says so at the first of each
 * kind and then ever more seldom.
 *
 * <p>Safe for use by many threads.
 */
final class Unmetered {
  private static final Logger LOG = LoggerFactory.getLogger(Unmetered.class);
  private static final String LIVE = "live session";

  private final boolean refusesLive;
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  Unmetered(boolean refusesLive) {
    this.refusesLive = refusesLive;
  }

  /**
   * A request goes by.
   *
   * @param kind a fixed word
   * @throws IOException if it is a live session and those are refused
   */
  void pass(String kind, boolean mayCost) throws IOException {
    if (refusesLive && kind.equals(LIVE)) {
      throw new IOException(
          "A live session was refused: its messages do not pass where calls are metered, and this"
              + " client was built to refuse it");
    }
    LongAdder counter = counts.computeIfAbsent(kind, k -> new LongAdder());
    counter.increment();
    long count = counter.sum();
    if (!mayCost) {
      LOG.debug("Forwarded without metering: {}, number {}", kind, count);
    } else if (isRound(count)) {
      LOG.warn("Forwarded without metering, though it may cost money: {}, number {}", kind, count);
    }
  }

  /** How many of a kind went by. */
  long count(String kind) {
    LongAdder counter = counts.get(kind);
    return counter == null ? 0 : counter.sum();
  }

  /** 1, 10, 100 and so on. */
  private static boolean isRound(long count) {
    long rest = count;
    while (rest > 0 && rest % 10 == 0) {
      rest /= 10;
    }
    return rest == 1;
  }
}
