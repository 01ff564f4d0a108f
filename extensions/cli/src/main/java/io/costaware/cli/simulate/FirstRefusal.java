package io.costaware.cli.simulate;

/**
 * Where the fleet stood when a call was first refused because of the limit, rightly or not.
 *
 * <p>Immutable.
 *
 * @param nanos since the simulation began
 * @param committed what the fleet had spent and held, in picos
 * @param trips to the store so far
 * @param calls that were asked for so far, this one included
 */
record FirstRefusal(long nanos, long committed, long trips, long calls) {}
