package io.costaware.cli.simulate;

import io.costaware.ledger.SliceSettings;

/**
 * What is simulated.
 *
 * <p>Immutable.
 *
 * @param nodes how many there are
 * @param limit of the fleet's one budget, in picos
 * @param seed decides every draw
 * @param traffic what calls come
 * @param faults what goes wrong
 * @param settings how nodes deal with their slices
 * @param storeLatencyNanos how long a trip to the store takes
 * @param storeTimeoutNanos after how long a store out of reach is given up
 * @param durationNanos when the run ends at the latest
 * @param runOnNanos how long the run goes on after the first refusal
 */
record Scenario(
    int nodes,
    long limit,
    long seed,
    Traffic traffic,
    Faults faults,
    SliceSettings settings,
    long storeLatencyNanos,
    long storeTimeoutNanos,
    long durationNanos,
    long runOnNanos) {}
