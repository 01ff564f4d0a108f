/** Real processes that share budgets in a real store, while faults are thrown at both. */
@NullMarked
package io.costaware.drill;

import org.jspecify.annotations.NullMarked;
