/** Real processes that share budgets in a store, while faults are thrown at both. */
@NullMarked
package io.costaware.drill;

import org.jspecify.annotations.NullMarked;
