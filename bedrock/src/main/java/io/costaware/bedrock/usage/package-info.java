/**
 * What Amazon Bedrock reports as consumed, restated as raw numbers and normalised to a net usage.
 *
 * <p>The rules work on names and counts, so that recorded calls are read by the same rules as live
 * ones. Knows nothing of clients, prices or budgets.
 */
@NullMarked
package io.costaware.bedrock.usage;

import org.jspecify.annotations.NullMarked;
