/** Budgets of a fleet in Redis. */
@NullMarked
package io.costaware.redis;

import org.jspecify.annotations.NullMarked;
