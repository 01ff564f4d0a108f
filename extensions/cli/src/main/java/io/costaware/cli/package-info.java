/**
 * The command line of costaware: the entry point and the commands put together.
 *
 * <p>Prices recorded calls, looks after price sheets and simulates fleets by what core and the
 * providers' modules do; holds no rule of prices or budgets of its own.
 */
@NullMarked
package io.costaware.cli;

import org.jspecify.annotations.NullMarked;
