/** Tests of the ledgers of budgets; their contract runs in the testkit. */
@NullMarked
package io.costaware.ledger;

import org.jspecify.annotations.NullMarked;
