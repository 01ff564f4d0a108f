package io.costaware.budget;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with the figure of a limit. */
final class LimitCheck {
  private static final BigDecimal MOST = BigDecimal.valueOf(Budget.MAX_LIMIT);

  private LimitCheck() {}

  /** What is wrong with an amount; null if nothing is. */
  static @Nullable String problem(Amount amount) {
    if (amount instanceof Amount.OfMoney money) {
      return problem(money.money().amount(), money.money().decimal());
    }
    return amount instanceof Amount.OfTokens tokens
        ? problem(tokens.count(), amount)
        : problem(((Amount.OfRequests) amount).count(), amount);
  }

  private static @Nullable String problem(long count, Amount amount) {
    if (count <= 0) {
      return notAboveZero(amount.toString());
    }
    return count > Budget.MAX_LIMIT ? tooLarge(amount.toString()) : null;
  }

  /** The same for money, before it is written out: 1e999999999 has a billion digits. */
  static @Nullable String problem(BigDecimal value, String text) {
    if (value.signum() <= 0) {
      return notAboveZero(text);
    }
    // In whole digits first: comparing would write a huge exponent out.
    long wholeDigits = (long) value.precision() - value.scale();
    if (wholeDigits > 16 || (wholeDigits > 0 && value.compareTo(MOST) > 0)) {
      return tooLarge(text);
    }
    if ((long) value.scale() - value.precision() > Budget.MAX_SCALE
        || value.stripTrailingZeros().scale() > Budget.MAX_SCALE) {
      return "its limit "
          + text
          + " is too fine; use at most "
          + Budget.MAX_SCALE
          + " decimal places";
    }
    return null;
  }

  private static String notAboveZero(String limitGiven) {
    return "its limit "
        + limitGiven
        + " would refuse every call; give one above 0, leave the budget out to limit nothing,"
        + " pause it with paused(), or refuse calls with an admission policy";
  }

  private static String tooLarge(String limitGiven) {
    return "its limit "
        + limitGiven
        + " is larger than "
        + Budget.MAX_LIMIT
        + ", which is the most; leave the budget out to limit nothing";
  }
}
