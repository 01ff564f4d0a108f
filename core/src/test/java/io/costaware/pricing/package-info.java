/** Prices, receipts and sheets, and the generator of the bundled sheet. */
@NullMarked
package io.costaware.pricing;

import org.jspecify.annotations.NullMarked;
