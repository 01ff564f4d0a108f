package io.costaware.catalog;

import io.costaware.pricing.ListedPrice;
import io.costaware.usage.Meter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Shows and compares figures.
 *
 * <p>Safe for use by many threads.
 */
final class Figures {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private Figures() {}

  /** The power of ten of units that people state a meter's price for: a million tokens. */
  static int power(Meter meter) {
    return switch (meter.unit()) {
      case TOKEN, CHARACTER, TOKEN_HOUR -> 6;
      case REQUEST -> 3;
      case IMAGE, SECOND, QUERY, PAGE, TEXT_UNIT, HOUR, MINUTE, MONTH -> 0;
    };
  }

  /** The amount for as many units as {@link #per} names. */
  static String amount(ListedPrice price) {
    BigDecimal amount = price.perUnit().amount().movePointRight(power(price.meter()));
    return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
  }

  static String per(Meter meter) {
    return switch (power(meter)) {
      case 6 -> "1M";
      case 3 -> "1K";
      default -> "1";
    };
  }

  /** For example {@code 3.30 USD per 1M}. */
  static String shown(ListedPrice price) {
    return amount(price)
        + " "
        + price.perUnit().currency().getCurrencyCode()
        + " per "
        + per(price.meter());
  }

  /** How many times the base the figure is; null if the base is nothing. */
  static @Nullable BigDecimal times(ListedPrice figure, ListedPrice base) {
    return base.perUnit().isZero()
        ? null
        : figure.perUnit().amount().divide(base.perUnit().amount(), 6, RoundingMode.HALF_UP);
  }

  /** By how much percent the next figure is above the former; null if the former is nothing. */
  static @Nullable BigDecimal percent(ListedPrice former, ListedPrice next) {
    return former.perUnit().isZero()
        ? null
        : next.perUnit()
            .amount()
            .subtract(former.perUnit().amount())
            .multiply(HUNDRED)
            .divide(former.perUnit().amount(), 1, RoundingMode.HALF_UP);
  }
}
