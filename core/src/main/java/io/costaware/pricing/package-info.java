/**
 * Prices and what follows from them: dated sheets, the rates of a target, receipts and estimates.
 *
 * <p>Knows nothing of budgets or of how usage was obtained. A price that is not known stays
 * unknown; it never becomes zero.
 */
@NullMarked
package io.costaware.pricing;

import org.jspecify.annotations.NullMarked;
