package io.costaware.report;

import io.costaware.event.CostEvent;
import io.costaware.event.EventId;
import io.costaware.event.EventJson;
import io.costaware.sink.EventSink;
import io.costaware.sink.EventStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A store and a sink of it, as lines in memory: what is found went through the form of files. */
final class ListedEvents implements EventStore, EventSink {
  private final List<String> lines = new ArrayList<>();

  @Override
  public void accept(CostEvent event) {
    lines.add(EventJson.write(event));
  }

  @Override
  public Stream<CostEvent> between(Instant from, Instant to) {
    Set<EventId> seen = new HashSet<>();
    return List.copyOf(lines).stream()
        .map(EventJson::read)
        .filter(event -> !event.at().isBefore(from) && event.at().isBefore(to))
        .filter(event -> seen.add(event.id()));
  }

  /** The lines as they stand. */
  List<String> lines() {
    return List.copyOf(lines);
  }
}
