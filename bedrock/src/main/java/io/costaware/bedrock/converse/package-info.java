/**
 * One interface for both clouds, spoken to Amazon Bedrock: prompts become requests, answers and
 * streams become answers with their receipts.
 *
 * <p>Every call goes through a metered client of the SDK, which holds, settles and tells. Knows
 * nothing of prices and budgets.
 */
@NullMarked
package io.costaware.bedrock.converse;

import org.jspecify.annotations.NullMarked;
