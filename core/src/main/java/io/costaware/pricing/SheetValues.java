package io.costaware.pricing;

import io.costaware.target.Provider;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the single values of a sheet; null says that a text is none.
 *
 * <p>Safe for use by many threads.
 */
final class SheetValues {
  /** No model token, image or second comes near this; a figure above it is a slip. */
  static final BigDecimal DEAREST_UNIT = BigDecimal.valueOf(1000);

  /** Decimal places of a unit price: eighteen of a figure for a million units. */
  static final int FINEST_UNIT = 24;

  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,18})?");
  private static final Pattern QUANTITY = Pattern.compile("[1-9][0-9]{0,8}");
  private static final Pattern PLACE = Pattern.compile("(geo|region):[a-z0-9-]{2,30}");
  private static final Pattern BAND = Pattern.compile("gt_([1-9][0-9]{0,5})k");

  private SheetValues() {}

  static boolean isScope(Provider provider, String scope) {
    if (provider == Provider.VERTEX) {
      return scope.equals("global") || scope.equals("non_global");
    }
    return scope.equals("in_region")
        || scope.equals("any_region")
        || scope.equals("global")
        || PLACE.matcher(scope).matches();
  }

  static String scopes(Provider provider) {
    return provider == Provider.VERTEX
        ? "global or non_global"
        : "in_region, any_region, global, geo:<geography> or region:<code>";
  }

  static @Nullable BigDecimal decimal(String text) {
    return DECIMAL.matcher(text).matches() ? new BigDecimal(text) : null;
  }

  /** The power of ten of units that a price is for; -1 if the text is none. */
  static int power(String per) {
    return switch (per) {
      case "1" -> 0;
      case "1K" -> 3;
      case "1M" -> 6;
      default -> -1;
    };
  }

  /** The threshold of a band in tokens, 0 for {@code any}; -1 if the text is none. */
  static long band(String text) {
    if (text.equals("any")) {
      return 0;
    }
    var matcher = BAND.matcher(text);
    return matcher.matches() ? Long.parseLong(matcher.group(1)) * 1000 : -1;
  }

  /** A whole number above zero. */
  static boolean isQuantity(String text) {
    return QUANTITY.matcher(text).matches();
  }

  /** Whether a sheet can write it: in the years 0 to 9999 and in whole milliseconds. */
  static boolean isMoment(Instant instant) {
    return !instant.isBefore(FIRST)
        && instant.isBefore(END)
        && instant.equals(instant.truncatedTo(ChronoUnit.MILLIS));
  }

  /** A date, which stands for its first instant in UTC, or an instant, that a sheet can write. */
  static @Nullable Instant instant(String text) {
    try {
      Instant instant =
          text.length() == 10
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : Instant.parse(text);
      return isMoment(instant) ? instant : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  static @Nullable Confidence confidence(String text) {
    for (Confidence confidence : Confidence.values()) {
      if (confidence.id().equals(text)) {
        return confidence;
      }
    }
    return null;
  }
}
