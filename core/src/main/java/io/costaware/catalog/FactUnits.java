package io.costaware.catalog;

import io.costaware.usage.Meter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The units of price facts and what they mean for a meter.
 *
 * <p>Safe for use by many threads.
 */
final class FactUnits {
  static final String TOKENS = "usd_per_1m_tokens";

  /** The dimension that prices cache writes of any lifetime. */
  static final String CACHE_WRITE = "cache_write";

  private static final Pattern BAND = Pattern.compile("gt_([1-9][0-9]{0,5})k");

  private FactUnits() {}

  /** The meter of a dimension; null for those that are none. */
  static @Nullable Meter meter(String dimension) {
    return Meter.find(dimension.equals(CACHE_WRITE) ? "cache_write_5m" : dimension);
  }

  /** What a unit counts; null if there is no such unit. */
  static Meter.@Nullable Unit counted(String unit) {
    return switch (unit) {
      case TOKENS -> Meter.Unit.TOKEN;
      case "usd_per_1m_characters" -> Meter.Unit.CHARACTER;
      case "usd_per_1m_token_hours" -> Meter.Unit.TOKEN_HOUR;
      case "usd_per_1000_requests" -> Meter.Unit.REQUEST;
      case "usd_per_image" -> Meter.Unit.IMAGE;
      case "usd_per_second" -> Meter.Unit.SECOND;
      case "usd_per_query" -> Meter.Unit.QUERY;
      case "usd_per_page" -> Meter.Unit.PAGE;
      case "usd_per_minute" -> Meter.Unit.MINUTE;
      case "usd_per_month" -> Meter.Unit.MONTH;
      case "usd_per_hour", "usd_per_hour_per_1k_tpm" -> Meter.Unit.HOUR;
      default -> null;
    };
  }

  /** The power of ten of units that a figure is for. */
  static int power(String unit) {
    if (unit.startsWith("usd_per_1m_")) {
      return 6;
    }
    return unit.startsWith("usd_per_1000_") ? 3 : 0;
  }

  /** The prompt tokens above which a band holds, 0 for the base band; -1 if it is no such band. */
  static long above(String band) {
    if (band.equals("any")) {
      return 0;
    }
    Matcher matcher = BAND.matcher(band);
    return matcher.matches() ? Long.parseLong(matcher.group(1)) * 1000 : -1;
  }
}
