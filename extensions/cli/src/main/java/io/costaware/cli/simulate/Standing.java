package io.costaware.cli.simulate;

/**
 * Where the fleet stood at a moment.
 *
 * <p>Immutable.
 *
 * @param nanos since the simulation began
 * @param committed what the fleet had spent and held, in picos
 * @param trips to the store so far
 * @param calls that were asked for so far
 */
record Standing(long nanos, long committed, long trips, long calls) {}
