/**
 * Imitates DynamoDB on a local socket: the operations, conditions and limits that the store of
 * slices uses, and the refusals that it must bear.
 */
@NullMarked
package io.costaware.imitation;

import org.jspecify.annotations.NullMarked;
