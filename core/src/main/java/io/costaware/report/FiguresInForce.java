package io.costaware.report;

import io.costaware.event.AdjustmentEvent;
import io.costaware.event.CallEvent;
import io.costaware.event.CostEvent;
import io.costaware.event.EventId;
import io.costaware.event.Figure;
import io.costaware.sink.EventStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of a range cost by their latest adjustments. Holds an entry for each call that was
 * adjusted, none for the others. For use by one thread.
 */
final class FiguresInForce {
  private record Latest(int revision, Figure figure) {}

  private final Map<EventId, Latest> adjusted = new HashMap<>();
  private long adjustments;

  private FiguresInForce() {}

  /** Reads the adjustments of a range. */
  static FiguresInForce of(EventStore store, Instant from, Instant to) {
    FiguresInForce figures = new FiguresInForce();
    try (Stream<CostEvent> events = store.between(from, to)) {
      events.forEach(figures::add);
    }
    return figures;
  }

  private void add(CostEvent event) {
    if (event instanceof AdjustmentEvent adjustment) {
      adjustments++;
      Latest latest = adjusted.get(adjustment.adjusts());
      if (latest == null || latest.revision < adjustment.revision()) {
        adjusted.put(adjustment.adjusts(), new Latest(adjustment.revision(), adjustment.after()));
      }
    }
  }

  /** The figure in force of a call. */
  Figure of(CallEvent call) {
    Latest latest = adjusted.get(call.id());
    return latest == null ? Figure.of(call) : latest.figure;
  }

  /** How often a call was adjusted. */
  int revision(CallEvent call) {
    @Nullable Latest latest = adjusted.get(call.id());
    return latest == null ? 0 : latest.revision;
  }

  /** How many adjustments there are. */
  long adjustments() {
    return adjustments;
  }
}
