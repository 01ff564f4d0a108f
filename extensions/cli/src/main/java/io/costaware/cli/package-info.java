/**
 * The command line of costaware: the entry point and the commands put together.
 *
 * <p>Prices recorded calls and looks after price sheets by what core and the providers' modules do;
 * holds no rule of prices of its own.
 */
@NullMarked
package io.costaware.cli;

import org.jspecify.annotations.NullMarked;
