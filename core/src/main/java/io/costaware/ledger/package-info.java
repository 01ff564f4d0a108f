/**
 * The ledgers of budgets: one for a single JVM, and one for a fleet that shares its budgets through
 * a {@link io.costaware.ledger.SliceStore}.
 *
 * <p>Counts what it is told; knows nothing of providers, receipts or events.
 */
@NullMarked
package io.costaware.ledger;

import org.jspecify.annotations.NullMarked;
