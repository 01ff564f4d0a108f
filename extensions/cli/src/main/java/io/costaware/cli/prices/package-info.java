/** The commands round price sheets: list, show, verify, compare, import. */
@NullMarked
package io.costaware.cli.prices;

import org.jspecify.annotations.NullMarked;
