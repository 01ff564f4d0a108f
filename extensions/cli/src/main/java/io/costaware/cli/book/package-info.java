/** The configuration of a command, and the prices that it and the command line name. */
@NullMarked
package io.costaware.cli.book;

import org.jspecify.annotations.NullMarked;
