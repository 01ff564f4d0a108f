/**
 * The way in: {@link io.costaware.CostAware} and its builder put all parts together.
 *
 * <p>Nothing in core uses this package.
 */
@NullMarked
package io.costaware;

import org.jspecify.annotations.NullMarked;
