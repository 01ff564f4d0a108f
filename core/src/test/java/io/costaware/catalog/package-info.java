/** Imports of prices, what they would change, and what is hardly true of them. */
@NullMarked
package io.costaware.catalog;

import org.jspecify.annotations.NullMarked;
