/**
 * A fleet under one budget, simulated: the slice code of core over a store in memory, on a clock
 * that only events move.
 *
 * <p>The simulation keeps the truth of what was held and spent by itself and never asks a ledger
 * for it.
 */
@NullMarked
package io.costaware.cli.simulate;

import org.jspecify.annotations.NullMarked;
