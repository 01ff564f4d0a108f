package io.costaware.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How a node of a fleet deals with its slices.
 *
 * <p>Immutable.
 *
 * @param lease how long room stays with a node that is not heard of; a node reports at the latest
 *     when three quarters of it are over. Longer leases mean fewer trips to the store, above all of
 *     nodes with few calls, and that the unspent room of a lost node comes back later; from a tenth
 *     of a second to ten minutes
 * @param callsPerTrip for how many calls a slice is to last away from the limit, at least 1. More
 *     mean fewer trips, and more that a lost node may have spent without having told
 * @param shortestTrip the shortest time between two reports about a counter that no call waits for
 * @param refusalMemory how long a node refuses calls by the store's last answer before it asks
 *     again; longer means fewer trips at the limit, and room that others give back is seen later
 * @param longestRetry the longest time between two tries to reach a store that does not answer
 */
public record SliceSettings(
    Duration lease,
    int callsPerTrip,
    Duration shortestTrip,
    Duration refusalMemory,
    Duration longestRetry) {
  // These stand first, because the constructor looks at them.
  private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);
  private static final Duration LONGEST_LEASE = Duration.ofMinutes(10);

  /** A lease of a minute, and slices for 400 calls. */
  public static final SliceSettings USUAL =
      new SliceSettings(
          Duration.ofMinutes(1),
          400,
          Duration.ofMillis(200),
          Duration.ofMillis(250),
          Duration.ofSeconds(2));

  /** Checks the figures. */
  public SliceSettings {
    requireNonNull(lease, "lease");
    if (lease.compareTo(SHORTEST_LEASE) < 0 || lease.compareTo(LONGEST_LEASE) > 0) {
      throw new IllegalArgumentException(
          "The lease of a slice is "
              + lease
              + "; give one from "
              + SHORTEST_LEASE
              + " to "
              + LONGEST_LEASE);
    }
    if (callsPerTrip < 1) {
      throw new IllegalArgumentException("callsPerTrip is " + callsPerTrip + "; give at least 1");
    }
    refuseNegative("shortestTrip", shortestTrip);
    refuseNegative("refusalMemory", refusalMemory);
    refuseNegative("longestRetry", longestRetry);
  }

  private static void refuseNegative(String name, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          name + " is " + duration + "; give a time of zero or more");
    }
  }

  /** These with another lease. */
  public SliceSettings withLease(Duration other) {
    return new SliceSettings(other, callsPerTrip, shortestTrip, refusalMemory, longestRetry);
  }

  /** These with slices for another number of calls. */
  public SliceSettings withCallsPerTrip(int calls) {
    return new SliceSettings(lease, calls, shortestTrip, refusalMemory, longestRetry);
  }
}
