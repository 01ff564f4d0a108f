/**
 * Budgets and the ledger that holds them: hold before a call, settle after it, release what was not
 * used.
 *
 * <p>Counts what it is told; knows nothing of providers, receipts or events.
 */
@NullMarked
package io.costaware.budget;

import org.jspecify.annotations.NullMarked;
