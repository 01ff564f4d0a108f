/**
 * Calls that were recorded: what was called, when, and what the provider answered, priced again as
 * of any day.
 *
 * <p>Reads the form that {@code docs/recorded-calls.md} describes. How a provider's answers are to
 * be read is the business of an {@link io.costaware.recorded.AnswerReader}, which {@code bedrock}
 * and {@code vertex} bring.
 */
@NullMarked
package io.costaware.recorded;

import org.jspecify.annotations.NullMarked;
