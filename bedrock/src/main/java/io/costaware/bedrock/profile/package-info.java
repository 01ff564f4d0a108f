/**
 * Lists application inference profiles with their tags and the models behind them, from AWS.
 *
 * <p>Knows nothing of calls; the registry in core decides when to list and which profile fits.
 */
@NullMarked
package io.costaware.bedrock.profile;

import org.jspecify.annotations.NullMarked;
