package io.costaware.catalog;

import io.costaware.usage.Meter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the usage units of the Cloud Billing API, such as {@code count}, {@code 1000.count} and
 * {@code k{char}}.
 *
 * <p>Safe for use by many threads.
 */
final class SkuUnit {
  private static final Pattern UNIT =
      Pattern.compile(
          "(?:(1(?:000){0,2})\\.)?(k|M)?(count|s|h|\\{char\\}|\\{token\\}|\\{request\\})");

  private SkuUnit() {}

  /** The power of ten of units that a price is for; -1 if it is for another unit. */
  static int power(String unit, Meter meter) {
    Matcher matcher = UNIT.matcher(unit);
    if (!matcher.matches() || !counts(matcher.group(3), meter)) {
      return -1;
    }
    int thousands = matcher.group(1) == null ? 0 : matcher.group(1).length() - 1;
    if (matcher.group(2) != null) {
      thousands += matcher.group(2).equals("k") ? 3 : 6;
    }
    return thousands;
  }

  private static boolean counts(String what, Meter meter) {
    return switch (meter.unit()) {
      case TOKEN -> what.equals("count") || what.equals("{token}");
      case IMAGE, QUERY, PAGE, TEXT_UNIT -> what.equals("count");
      case REQUEST -> what.equals("count") || what.equals("{request}");
      case CHARACTER -> what.equals("count") || what.equals("{char}");
      case SECOND -> what.equals("s") || what.equals("count");
      case HOUR -> what.equals("h");
      case TOKEN_HOUR, MINUTE, MONTH -> false;
    };
  }
}
