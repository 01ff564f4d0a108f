package io.costaware.drill;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * How large a drill is.
 *
 * @param nodes that make calls at a time
 * @param calls for how many the budgets are sized
 * @param threads that make calls in each node
 * @param lease of the slices
 * @param overrunPercent how many of a hundred calls take more than they held
 */
record DrillPlan(int nodes, long calls, int threads, Duration lease, int overrunPercent) {
  /** How far a node's clock is ahead: it is noon there, and its day is one of three. */
  long clockAheadMillis(int node) {
    long sinceMidnight =
        Duration.between(
                Instant.now().atOffset(ZoneOffset.UTC).toLocalDate().atStartOfDay(),
                Instant.now().atOffset(ZoneOffset.UTC).toLocalDateTime())
            .toMillis();
    return Duration.ofDays(node % 3 - 1).plusHours(12).toMillis() - sinceMidnight;
  }
}
