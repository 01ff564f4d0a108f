package io.costaware.client;

import io.costaware.event.CallEvent;
import io.costaware.money.Money;
import java.util.List;

/**
 * Embedded texts, and what they cost.
 *
 * <p>Immutable.
 *
 * @param vectors one for each text, in the order of the texts
 * @param events one for each call that was made: some models take one text a call
 */
public record EmbedAnswer(List<List<Float>> vectors, List<CallEvent> events) {
  /** Copies the lists. */
  public EmbedAnswer {
    vectors = List.copyOf(vectors);
    events = List.copyOf(events);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("An answer comes from at least one call");
    }
  }

  /**
   * The known cost of all calls; a call without a known cost adds nothing and its receipt says so.
   */
  public Money knownTotal() {
    Money sum = events.get(0).receipt().knownTotal();
    for (CallEvent event : events.subList(1, events.size())) {
      sum = sum.plus(event.receipt().knownTotal());
    }
    return sum;
  }
}
