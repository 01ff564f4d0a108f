package io.costaware.budget;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with the figure of a limit. */
final class LimitCheck {
  private static final BigDecimal MOST = BigDecimal.valueOf(Budget.MAX_LIMIT);

  static final String LIMIT = "limit";
  static final String RAISE = "raise";

  private LimitCheck() {}

  /**
   * What is wrong with an amount; null if nothing is.
   *
   * @param what {@code limit} or {@code raise}
   */
  static @Nullable String problem(String what, Amount amount) {
    if (amount instanceof Amount.OfMoney money) {
      return problem(what, money.money().amount(), money.money().decimal());
    }
    return amount instanceof Amount.OfTokens tokens
        ? problem(what, tokens.count(), amount)
        : problem(what, ((Amount.OfRequests) amount).count(), amount);
  }

  private static @Nullable String problem(String what, long count, Amount amount) {
    if (count <= 0) {
      return notAboveZero(what, amount.toString());
    }
    return count > Budget.MAX_LIMIT ? tooLarge(what, amount.toString()) : null;
  }

  /** The same for money, before it is written out: 1e999999999 has a billion digits. */
  static @Nullable String problem(String what, BigDecimal value, String text) {
    if (value.signum() <= 0) {
      return notAboveZero(what, text);
    }
    // In whole digits first: comparing would write a huge exponent out.
    long wholeDigits = (long) value.precision() - value.scale();
    if (wholeDigits > 16 || (wholeDigits > 0 && value.compareTo(MOST) > 0)) {
      return tooLarge(what, text);
    }
    if ((long) value.scale() - value.precision() > Budget.MAX_SCALE
        || value.stripTrailingZeros().scale() > Budget.MAX_SCALE) {
      return "its "
          + what
          + " "
          + text
          + " is too fine; use at most "
          + Budget.MAX_SCALE
          + " decimal places";
    }
    return null;
  }

  private static String notAboveZero(String what, String given) {
    return "its "
        + what
        + " "
        + given
        + (what.equals(RAISE)
            ? " adds no room; give one above 0, or leave the raise out"
            : " would refuse every call; give one above 0, leave the budget out to limit nothing,"
                + " pause it with paused(), or refuse calls with an admission policy");
  }

  private static String tooLarge(String what, String given) {
    return "its "
        + what
        + " "
        + given
        + " is larger than "
        + Budget.MAX_LIMIT
        + ", which is the most; leave the budget out to limit nothing";
  }
}
