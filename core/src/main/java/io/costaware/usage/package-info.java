/**
 * What a call consumed: one net quantity for each meter, and the provider's raw numbers beside it.
 *
 * <p>Knows nothing of money, tags or particular providers. Providers produce a {@link
 * io.costaware.usage.Usage}; {@code pricing} turns it into a receipt.
 */
@NullMarked
package io.costaware.usage;

import org.jspecify.annotations.NullMarked;
