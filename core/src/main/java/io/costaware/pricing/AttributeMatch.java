package io.costaware.pricing;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether the attributes of a row hold for a call. The one place that knows how sheets spell them.
 *
 * <p>Immutable.
 *
 * @param fit whether they hold
 * @param limits what was matched, by name: how far the row reaches, 0 for an exact value
 */
record AttributeMatch(Fit fit, Map<String, Long> limits) {
  /** Whether the attributes of a row hold for a call. */
  enum Fit {
    /** All of them. */
    FITS,
    /** None contradicts, but the call does not tell all of them. */
    UNTOLD,
    /** At least one contradicts. */
    MISFITS
  }

  /** Chooses by how much of its own meter a call has; no attribute of the call. */
  static final String OVER_SECONDS = "over_seconds";

  /** Says how a fee is counted; the call's usage counts that way already. */
  private static final String BILLING_UNIT = "billing_unit";

  private static final String RESOLUTION = "resolution";
  private static final String STEPS = "steps";
  private static final Pattern UP_TO_STEPS = Pattern.compile("(?:upto[-_ ]?)?(\\d{1,9})(-steps)?");
  private static final Pattern SIZE_NUMBER = Pattern.compile("\\d{1,6}");
  private static final Pattern STEP_NUMBER = Pattern.compile("\\d{1,9}");

  /** Whether an attribute is a condition on a call, and not a description. */
  static boolean isCondition(String name, String value) {
    return !name.equals(BILLING_UNIT)
        && !name.equals(OVER_SECONDS)
        && !value.equalsIgnoreCase("unspecified");
  }

  /** Holds the attributes of a row against those of a call. */
  static AttributeMatch of(Map<String, String> row, PriceAttributes call) {
    Fit fit = Fit.FITS;
    Map<String, Long> limits = new TreeMap<>();
    for (Map.Entry<String, String> attribute : row.entrySet()) {
      String name = attribute.getKey();
      if (!isCondition(name, attribute.getValue())) {
        continue;
      }
      String told = told(name, call);
      if (told == null) {
        fit = Fit.UNTOLD;
        continue;
      }
      long limit = limit(name, attribute.getValue(), told);
      if (limit < 0) {
        return new AttributeMatch(Fit.MISFITS, Map.of());
      }
      limits.put(name, limit);
    }
    return new AttributeMatch(fit, limits);
  }

  private static @Nullable String told(String name, PriceAttributes call) {
    String told = call.get(name);
    if (told == null && name.equals(RESOLUTION)) {
      String width = call.get("width");
      String height = call.get("height");
      boolean sized =
          width != null
              && height != null
              && SIZE_NUMBER.matcher(width).matches()
              && SIZE_NUMBER.matcher(height).matches();
      return sized ? width + "x" + height : null;
    }
    return told;
  }

  /** How far a value reaches that holds for what the call tells; -1 if it does not hold. */
  private static long limit(String name, String value, String told) {
    if (name.equals(RESOLUTION)) {
      FrameSize row = FrameSize.parse(value);
      FrameSize called = FrameSize.parse(told);
      if (row != null && called != null) {
        return !row.takes(called) ? -1 : row.upTo() ? row.pixels() : 0;
      }
    }
    if (name.equals(STEPS) && STEP_NUMBER.matcher(told).matches()) {
      return steps(value, Long.parseLong(told));
    }
    return value.equalsIgnoreCase(told) ? 0 : -1;
  }

  private static long steps(String value, long told) {
    if (value.equals("max-steps")) {
      return Long.MAX_VALUE;
    }
    Matcher upTo = UP_TO_STEPS.matcher(value);
    if (!upTo.matches()) {
      return -1;
    }
    long limit = Long.parseLong(upTo.group(1));
    boolean exact = value.equals(upTo.group(1));
    if (exact) {
      return limit == told ? 0 : -1;
    }
    return told <= limit ? limit : -1;
  }

  /**
   * Whether this row is nearer to the call than the other: it matches more, or the same and one of
   * them more tightly.
   */
  boolean beats(AttributeMatch other) {
    if (limits.size() != other.limits.size()) {
      return limits.size() > other.limits.size();
    }
    if (!limits.keySet().equals(other.limits.keySet())) {
      return false;
    }
    boolean tighter = false;
    for (Map.Entry<String, Long> limit : limits.entrySet()) {
      long others = other.limits.getOrDefault(limit.getKey(), 0L);
      if (limit.getValue() > others) {
        return false;
      }
      tighter |= limit.getValue() < others;
    }
    return tighter;
  }
}
