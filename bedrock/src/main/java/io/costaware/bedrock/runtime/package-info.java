/**
 * The metered clients: decorators of the SDK's sync and async client, their streams and attempts.
 *
 * <p>Reads requests, sends what the meter admitted and tells it how the call ended. Knows nothing
 * of prices, budgets or how inference profiles are found.
 */
@NullMarked
package io.costaware.bedrock.runtime;

import org.jspecify.annotations.NullMarked;
