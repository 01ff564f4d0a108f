package io.costaware;

import java.util.List;

/**
 * What was left when costaware closed.
 *
 * <p>Immutable.
 *
 * @param sinks what each sink did not get written
 * @param openHolds calls that had not ended
 * @param endedStreams streams that were still being read and were ended with what was known
 */
public record CloseReport(List<LeftInSink> sinks, long openHolds, int endedStreams) {
  /** Copies the list. */
  public CloseReport {
    sinks = List.copyOf(sinks);
  }

  /**
   * Events that a sink did not get written.
   *
   * <p>Immutable.
   *
   * @param sink the sink's name
   * @param events how many
   */
  public record LeftInSink(String sink, long events) {}

  /** Whether every event was written and every call had ended. */
  public boolean isComplete() {
    return openHolds == 0 && sinks.stream().allMatch(left -> left.events() == 0);
  }
}
