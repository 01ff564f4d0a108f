package io.costaware.pricing;

/**
 * What a call may cost at most, before it is made.
 *
 * <p>Immutable.
 *
 * @param ceiling the receipt of the worst case: all input on its dearest meter, all output allowed
 * @param expected the receipt of what is likelier: all input fresh, output as expected
 * @param basis how input and output were reckoned, for example {@code input estimated from 412
 *     characters, output capped at 300 by the request}
 */
public record Estimate(Receipt ceiling, Receipt expected, String basis) {}
