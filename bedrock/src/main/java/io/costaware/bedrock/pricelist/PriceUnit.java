package io.costaware.bedrock.pricelist;

import io.costaware.usage.Meter;
import java.util.Locale;

/**
 * For how many units a figure of the price list is. {@code Units} are a million tokens in one of
 * its services and nothing at all in the others.
 *
 * <p>Safe for use by many threads.
 */
final class PriceUnit {
  /** The one service whose {@code Units} of tokens are millions. */
  static final String MARKETPLACE = "AmazonBedrockFoundationModels";

  private PriceUnit() {}

  /** The power of ten of the meter's units that a figure is for; -1 if the unit does not fit. */
  static int power(String service, String unit, Meter meter, UsageType usage) {
    String counted = unit.toLowerCase(Locale.ROOT).strip();
    if (counted.equals("units")) {
      return service.equals(MARKETPLACE) ? ofUnits(meter, usage) : -1;
    }
    return switch (meter.unit()) {
      case TOKEN -> thousands(counted, "tokens", "token");
      case IMAGE -> counted.contains("image") ? (counted.startsWith("1k") ? 3 : 0) : -1;
      case SECOND -> counted.contains("second") ? 0 : -1;
      case QUERY -> counted.startsWith("1k") ? 3 : (isCount(counted) ? 0 : -1);
      case HOUR -> hours(counted, meter);
      case CHARACTER, PAGE, REQUEST, TEXT_UNIT, TOKEN_HOUR, MINUTE, MONTH -> -1;
    };
  }

  private static boolean isCount(String counted) {
    return counted.contains("search unit") || counted.contains("quer");
  }

  private static int hours(String counted, Meter meter) {
    boolean reserved = meter != Meter.PROVISIONED_MODEL_UNIT;
    return counted.equals(reserved ? "1ktpmhour" : "hour") || (!reserved && counted.equals("hrs"))
        ? 0
        : -1;
  }

  private static int ofUnits(Meter meter, UsageType usage) {
    return switch (meter.unit()) {
      case TOKEN -> 6;
      case IMAGE -> usage.has("million") ? 6 : 0;
      case QUERY -> usage.has("k search") ? 3 : 0;
      case SECOND, HOUR -> 0;
      case CHARACTER, PAGE, REQUEST, TEXT_UNIT, TOKEN_HOUR, MINUTE, MONTH -> -1;
    };
  }

  private static int thousands(String counted, String... names) {
    for (String name : names) {
      if (counted.equals("1k " + name)) {
        return 3;
      }
      if (counted.equals("1m " + name)) {
        return 6;
      }
    }
    return -1;
  }
}
