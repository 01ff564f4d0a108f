package io.costaware.pricing;

import io.costaware.money.Money;
import io.costaware.usage.Meter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Prices of a sheet that share everything but meter and figure, until they become rows.
 *
 * <p>For use by one thread.
 */
final class SheetGroup {
  static final List<String> FIELDS =
      List.of("scope", "tier", "band", "per", "from", "to", "source", "seen", "confidence");

  private record Rate(String meter, String price, int line) {}

  private final Map<String, String> fields = new LinkedHashMap<>();
  private final Map<String, Rate> rates = new LinkedHashMap<>();
  private Map<String, String> attributes = Map.of();

  void set(String field, String value) {
    fields.put(field, value);
  }

  void rate(String meter, String price, int line) {
    rates.put(meter, new Rate(meter, price, line));
  }

  void attributes(Map<String, String> attributes) {
    this.attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }

  /** When the prices were seen; null if the group does not say. */
  @Nullable Instant seen() {
    String seen = fields.get("seen");
    return seen == null ? null : SheetValues.instant(seen);
  }

  private String get(String field, String otherwise) {
    return fields.getOrDefault(field, otherwise);
  }

  /** Adds the rows to a model's, or says what is wrong. */
  void rows(
      Currency currency, Map<String, String> sources, SheetRows rows, Consumer<String> fault) {
    String scope = fields.get("scope");
    if (scope == null) {
      fault.accept("scope is missing; write one such as global");
      return;
    }
    long above = SheetValues.band(get("band", "any"));
    if (above < 0) {
      fault.accept(
          "band is '"
              + get("band", "")
              + "'; write any, or gt_200k for prompts above 200,000 tokens");
    }
    Confidence confidence = SheetValues.confidence(get("confidence", "medium"));
    if (confidence == null) {
      fault.accept("confidence is '" + get("confidence", "") + "'; write high, medium or low");
    }
    Long from = millis("from", Long.MIN_VALUE, fault);
    Long to = millis("to", Long.MAX_VALUE, fault);
    if (from != null && to != null && from >= to) {
      fault.accept(
          "from "
              + get("from", "")
              + " is not before to "
              + get("to", "")
              + "; the end is the first day no longer in force");
    }
    if (rates.isEmpty()) {
      fault.accept("rates are missing; write at least one such as \"input\": \"0.30\"");
    }
    if (above < 0 || confidence == null || from == null || to == null || from >= to) {
      return;
    }
    String source = source(sources, fault);
    for (Rate rate : rates.values()) {
      Meter meter = meter(rate.meter);
      Money perUnit = meter == null ? null : perUnit(meter, rate, currency, fault);
      if (meter == null) {
        fault.accept(
            "rates."
                + rate.meter
                + " (line "
                + rate.line
                + ") is no meter; write one such as input, output or cache_read");
      } else if (perUnit != null) {
        rows.add(
            new SheetRow(
                scope.intern(),
                get("tier", "standard").intern(),
                above,
                meter,
                rate.meter.equals(SheetRow.ANY_WRITE),
                perUnit,
                from,
                to,
                source,
                confidence,
                attributes),
            fault);
      }
    }
  }

  private @Nullable Long millis(String field, long otherwise, Consumer<String> fault) {
    String text = fields.get(field);
    if (text == null) {
      return otherwise;
    }
    Instant instant = SheetValues.instant(text);
    if (instant == null) {
      fault.accept(
          field
              + " is '"
              + text
              + "'; write a date such as 2026-11-21 or an instant in UTC, no finer than milliseconds");
      return null;
    }
    return instant.toEpochMilli();
  }

  private String source(Map<String, String> sources, Consumer<String> fault) {
    String ids = get("source", "");
    if (!sources.isEmpty() && !ids.isEmpty()) {
      for (String id : ids.split("\\+", -1)) {
        if (!sources.containsKey(id)) {
          fault.accept("source '" + id + "' is not among the sheet's sources; add it there");
        }
      }
    }
    String seen = fields.get("seen");
    if (seen != null && SheetValues.instant(seen) == null) {
      fault.accept("seen is '" + seen + "'; write a date such as 2026-11-21");
    }
    return SheetSource.of(ids, seen).intern();
  }

  private @Nullable Money perUnit(
      Meter meter, Rate rate, Currency currency, Consumer<String> fault) {
    String per = get("per", usualPer(meter));
    int power = SheetValues.power(per);
    BigDecimal price = SheetValues.decimal(rate.price);
    if (power < 0) {
      fault.accept("per is '" + per + "'; write 1, 1K or 1M");
      return null;
    }
    if (price == null) {
      fault.accept(
          "rates."
              + rate.meter
              + " (line "
              + rate.line
              + ") is '"
              + rate.price
              + "'; write a decimal number in quotes, not below zero, such as \"0.30\"");
      return null;
    }
    BigDecimal perUnit = price.movePointLeft(power);
    String tooDear = SheetRows.tooDear(meter, perUnit);
    if (tooDear != null) {
      fault.accept("rates." + rate.meter + " (line " + rate.line + ") " + tooDear);
      return null;
    }
    return new Money(perUnit, currency);
  }

  /** How many units a price is for where a sheet does not say; 1 for what is no meter. */
  static String usualPer(String meterId) {
    Meter meter = meter(meterId);
    return meter == null ? "1" : usualPer(meter);
  }

  private static @Nullable Meter meter(String id) {
    return id.equals(SheetRow.ANY_WRITE) ? Meter.CACHE_WRITE_5M : Meter.find(id);
  }

  static String usualPer(Meter meter) {
    return switch (meter.unit()) {
      case TOKEN, CHARACTER, TOKEN_HOUR -> "1M";
      case REQUEST -> "1K";
      case IMAGE, SECOND, QUERY, PAGE, TEXT_UNIT, HOUR, MINUTE, MONTH -> "1";
    };
  }
}
