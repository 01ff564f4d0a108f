/** The command that prices recorded calls: many lines at once, written in the order they came. */
@NullMarked
package io.costaware.cli.price;

import org.jspecify.annotations.NullMarked;
