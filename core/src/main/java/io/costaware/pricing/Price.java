package io.costaware.pricing;

import io.costaware.money.Money;
import io.costaware.usage.Meter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The price of one meter under one condition: known, or unknown with a reason. An unknown price
 * can't be added up.
 *
 * <p>Immutable.
 */
public sealed interface Price {
  /** What is priced. */
  Meter meter();

  /**
   * A known price.
   *
   * <p>Immutable.
   *
   * @param meter what is priced
   * @param perUnit the price of one unit of the meter, for example of one token
   * @param condition what chose it, for example {@code standard, global, any}
   * @param source where the figure comes from and when it was seen
   * @param version the sheet that holds it
   * @param from first instant at which it is in force; null if it always was
   * @param to first instant at which it is no longer in force; null if open
   * @param confidence how well it is attested
   */
  record Known(
      Meter meter,
      Money perUnit,
      String condition,
      String source,
      String version,
      @Nullable Instant from,
      @Nullable Instant to,
      Confidence confidence)
      implements Price {}

  /**
   * No price.
   *
   * <p>Immutable.
   *
   * @param meter what has no price
   * @param reason what was looked for
   */
  record Unknown(Meter meter, String reason) implements Price {}
}
