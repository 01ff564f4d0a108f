/** Tests of budgets, their windows and the ledger in memory; its contract runs in the testkit. */
@NullMarked
package io.costaware.budget;

import org.jspecify.annotations.NullMarked;
