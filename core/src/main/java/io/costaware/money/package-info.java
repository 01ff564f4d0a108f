/**
 * Exact amounts of money.
 *
 * <p>Knows nothing of prices, usage or budgets. No binary floating point: text is {@link
 * java.math.BigDecimal}, and the fast path counts picos, 10<sup>-12</sup> of a currency unit.
 */
@NullMarked
package io.costaware.money;

import org.jspecify.annotations.NullMarked;
