package io.costaware.vertex.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Reads counts as providers write them: as numbers, with a fraction of zero, or in quotes.
 *
 * <p>Safe for use by many threads.
 */
final class Counts {
  private static final int MOST_DIGITS = 19;

  private Counts() {}

  /** The count, a begun unit counted whole; null if it is negative or none that fits. */
  static @Nullable Long roundedUp(String text) {
    try {
      BigDecimal number = new BigDecimal(text);
      // A huge exponent would be written out digit by digit otherwise.
      if (number.signum() < 0 || number.precision() - (long) number.scale() > MOST_DIGITS) {
        return null;
      }
      if (number.signum() == 0) {
        return 0L;
      }
      if (number.precision() - (long) number.scale() < 0) {
        return 1L;
      }
      return number.setScale(0, RoundingMode.CEILING).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      return null;
    }
  }
}
