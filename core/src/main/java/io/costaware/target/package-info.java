/**
 * What a call is aimed at: provider, model, routing scope, Region or location, service tier.
 *
 * <p>Pure names: reads ids and ARNs as text and asks nobody. Knows nothing of prices.
 */
@NullMarked
package io.costaware.target;

import org.jspecify.annotations.NullMarked;
