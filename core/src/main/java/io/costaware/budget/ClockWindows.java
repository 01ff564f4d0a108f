package io.costaware.budget;

import io.costaware.budget.BudgetWindow.Span;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;

/**
 * Minutes or hours of the clock. A change of the offset that cuts through one ends it there.
 *
 * @param word {@code minute} or {@code hour}
 * @param length how long one is
 * @param zone whose clock
 */
record ClockWindows(String word, ChronoUnit length, ZoneId zone) implements Windowing {
  // The offset tells the two windows of a repeated hour apart.
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mmxxx", Locale.ROOT);

  @Override
  public Span at(long epochMillis) {
    Instant moment = Instant.ofEpochMilli(epochMillis);
    ZoneRules rules = zone.getRules();
    OffsetDateTime local = moment.atOffset(rules.getOffset(moment)).truncatedTo(length);
    Instant start = local.toInstant();
    Instant end = start.plus(length.getDuration());
    // A transition at the moment itself is the last one, not the next.
    ZoneOffsetTransition last = rules.previousTransition(moment.plusNanos(1));
    if (last != null && last.getInstant().isAfter(start)) {
      start = last.getInstant();
      local = start.atOffset(local.getOffset());
    }
    ZoneOffsetTransition next = rules.nextTransition(moment);
    if (next != null && next.getInstant().isBefore(end)) {
      end = next.getInstant();
    }
    return new Span(
        start.toEpochMilli(),
        end.toEpochMilli(),
        word + " from " + MINUTES.format(local) + " in " + zone);
  }

  @Override
  public String toString() {
    return word + " in " + zone;
  }
}
