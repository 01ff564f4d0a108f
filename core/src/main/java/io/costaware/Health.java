package io.costaware;

import io.costaware.budget.Demand;
import io.costaware.sink.SinkHealth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well costaware works in this process.
 *
 * <p>Immutable.
 *
 * @param sinks each sink: what is queued, delivered, failed and lost
 * @param openHolds holds that are neither settled nor released nor expired
 * @param overshoot by how much calls took more than they had held, since the start
 * @param openStreams streams that are being read
 * @param refusals calls refused since the start
 * @param stalledStreams streams ended because they fell silent
 * @param unmeteredRequests requests since the start that may have cost money and went by unmetered,
 *     because no seam shows what they cost; the log names their kinds
 * @param faults faults of metering since the start; each is in the log and broke no call
 * @param priceVersion the prices in use
 * @param configuration how the configuration file stands; null if there is none
 */
public record Health(
    List<SinkHealth> sinks,
    long openHolds,
    Demand overshoot,
    int openStreams,
    long refusals,
    long stalledStreams,
    long unmeteredRequests,
    long faults,
    String priceVersion,
    @Nullable ConfigurationHealth configuration) {
  /** Copies the list. */
  public Health {
    sinks = List.copyOf(sinks);
  }

  /** Events waiting in all queues. */
  public long queued() {
    return sinks.stream().mapToLong(SinkHealth::queued).sum();
  }

  /** Events lost by all sinks. */
  public long lost() {
    return sinks.stream().mapToLong(SinkHealth::lost).sum();
  }
}
