/** Tests of budgets and their windows. */
@NullMarked
package io.costaware.budget;

import org.jspecify.annotations.NullMarked;
