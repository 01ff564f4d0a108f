/** Imports of prices, price facts and drift, and what is hardly true of a price. */
@NullMarked
package io.costaware.catalog;

import org.jspecify.annotations.NullMarked;
