/**
 * Who a call is for: tags, the rules they must keep, the ambient tags of a thread, and their
 * mapping to places with rules of their own.
 *
 * <p>Knows nothing of calls, providers or prices.
 */
@NullMarked
package io.costaware.tags;

import org.jspecify.annotations.NullMarked;
