package io.costaware.vertex.wire;

import io.costaware.call.CallIntent;
import io.costaware.call.CallMeter;
import io.costaware.call.CallOrigin;
import io.costaware.call.CallRefusedException;
import io.costaware.event.Refusal;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import io.costaware.target.ServiceTier;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
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

  /** The first message of a session tells it. */
  private static final String MODEL_NOT_TOLD = "unknown";

  private final CallMeter meter;
  private final CallOrigin origin;
  private final boolean refusesLive;
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  Unmetered(CallMeter meter, @Nullable String location, boolean refusesLive) {
    this.meter = meter;
    this.origin = CallOrigin.of(Provider.VERTEX, location, false);
    this.refusesLive = refusesLive;
  }

  /**
   * A request goes by.
   *
   * @param kind a fixed word
   * @throws IOException if it is a live session and those are refused; its cause is the refusal,
   *     because it is thrown on a thread of the dispatcher's
   */
  void pass(String kind, boolean mayCost) throws IOException {
    if (refusesLive && kind.equals(LIVE)) {
      refuseLive();
    }
    if (mayCost) {
      meter.passUnmetered();
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

  /** Nothing is left of the caller on this thread, so its tags are not on the event. */
  private void refuseLive() throws RefusalCarrier {
    CallIntent session =
        new CallIntent(
            origin,
            Operation.LIVE,
            MODEL_NOT_TOLD,
            ServiceTier.STANDARD,
            Tags.none(),
            CallIntent.Size.text(0, CallIntent.Size.UNCAPPED));
    CallRefusedException refused =
        meter.refuse(
            session,
            meter.ambient(),
            new Refusal.OfPolicy(
                "a live session's messages do not pass where calls are metered, and this client was"
                    + " built with refuseLive; build one without it for live sessions"));
    if (refused != null) {
      throw new RefusalCarrier(refused);
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
