/**
 * Reports over stored events: what was spent, what it would cost at other prices or on another
 * model, and how commitments are spread over the calls they served.
 *
 * <p>Every report says its range and its price versions, and its rows add up to its total exactly.
 */
@NullMarked
package io.costaware.report;

import org.jspecify.annotations.NullMarked;
