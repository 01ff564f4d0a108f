package io.costaware.report;

import static java.util.Objects.requireNonNull;

import io.costaware.event.CallFacts;
import io.costaware.event.CostEvent;
import io.costaware.target.Target;
import java.time.ZoneId;
import java.util.function.Function;

/**
 * Says which row of a report an event counts in. An event has exactly one row, and so the rows add
 * up to the total.
 *
 * <p>Immutable.
 */
public final class Breakdown {
  /** The row of events that do not have what the rows are made of. */
  public static final String NONE = "-";

  private final String name;
  private final Function<CostEvent, String> row;

  private Breakdown(String name, Function<CostEvent, String> row) {
    this.name = requireNonNull(name, "name");
    this.row = requireNonNull(row, "row");
  }

  /** By the base model, as {@code provider:model}; by the name sent where that leads to none. */
  public static Breakdown model() {
    return by("model", event -> model(event.call()));
  }

  private static String model(CallFacts call) {
    Target target = call.target();
    return call.operation().provider().id()
        + ":"
        + (target == null ? call.sentModel() : target.model());
  }

  /** By the value of a tag; {@value #NONE} where there is none. */
  public static Breakdown tag(String key) {
    requireNonNull(key, "key");
    return by(
        "tag " + key,
        event -> {
          String value = event.call().tags().get(key);
          return value == null ? NONE : value;
        });
  }

  /** By the calendar day of the dispatch in a time zone, as {@code 2026-11-21}. */
  public static Breakdown day(ZoneId zone) {
    requireNonNull(zone, "zone");
    return by("day in " + zone, event -> event.at().atZone(zone).toLocalDate().toString());
  }

  /** By the call, as the id of the operation: a row for each call, so for small ranges. */
  public static Breakdown call() {
    return by("call", event -> event.call().operationId().toString());
  }

  /**
   * By anything.
   *
   * @param name heads the rows
   * @param row the row of an event; the same for a call and its adjustments
   */
  public static Breakdown by(String name, Function<CostEvent, String> row) {
    return new Breakdown(name, row);
  }

  /** What heads the rows. */
  public String name() {
    return name;
  }

  /** The row of an event. */
  String rowOf(CostEvent event) {
    return requireNonNull(row.apply(event), name);
  }

  /** The name. */
  @Override
  public String toString() {
    return name;
  }
}
