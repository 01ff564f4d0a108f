/** The shared budgets of a fleet in a table of Amazon DynamoDB. */
@NullMarked
package io.costaware.dynamodb;

import org.jspecify.annotations.NullMarked;
