package io.costaware.pricing;

import io.costaware.money.Money;
import io.costaware.usage.Meter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a receipt: quantity times unit price is the amount, and anybody can do the sum again.
 *
 * <p>Immutable.
 *
 * @param meter what was counted
 * @param quantity how much, in the meter's unit
 * @param unitPrice the price of one unit
 * @param amount quantity times unit price, exactly
 * @param condition what chose the price: tier, scope, context band
 * @param source where the figure comes from
 * @param version the sheet that holds it
 * @param from first instant at which the price is in force; null if it always was
 * @param to first instant at which it is no longer in force; null if open
 * @param confidence how well the price is attested
 */
public record ReceiptLine(
    Meter meter,
    long quantity,
    Money unitPrice,
    Money amount,
    String condition,
    String source,
    String version,
    @Nullable Instant from,
    @Nullable Instant to,
    Confidence confidence) {}
