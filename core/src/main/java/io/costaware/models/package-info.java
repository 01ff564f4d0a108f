/**
 * Names for models: aliases that stand for a provider's model ids.
 *
 * <p>Knows nothing of prices, and asks no provider whether a model exists.
 */
@NullMarked
package io.costaware.models;

import org.jspecify.annotations.NullMarked;
