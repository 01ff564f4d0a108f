/**
 * Policies that are asked before a call is held and sent.
 *
 * <p>Knows the call's tags, target and size; knows nothing of how it is sent.
 */
@NullMarked
package io.costaware.admission;

import org.jspecify.annotations.NullMarked;
