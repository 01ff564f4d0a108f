package io.costaware.catalog;

import io.costaware.money.Money;
import io.costaware.pricing.Confidence;
import io.costaware.pricing.ListedPrice;
import io.costaware.target.Provider;
import io.costaware.usage.Meter;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a table of prices, on its way to a price.
 *
 * <p>For use by one thread.
 */
final class CsvRow {
  private static final String CACHE_WRITE = "cache_write";
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,12}(\\.[0-9]{1,18})?");
  private static final Pattern BAND = Pattern.compile("gt_([1-9][0-9]{0,5})k");

  private final Map<String, String> cells;
  private final LocalDate asOf;
  private final Consumer<String> fault;

  CsvRow(Map<String, String> cells, LocalDate asOf, Consumer<String> fault) {
    this.cells = cells;
    this.asOf = asOf;
    this.fault = fault;
  }

  /** The price, empty if a fault was told; every fault is told. */
  Optional<ListedPrice> price() {
    Provider provider = provider();
    String model = required("model");
    String scope = required("scope");
    Meter meter = meter();
    long above = band();
    Money perUnit = perUnit(meter);
    Instant from = instant("from");
    Instant to = instant("to");
    Confidence confidence = confidence();
    Map<String, String> attributes = attributes();
    if (provider == null || meter == null || perUnit == null || confidence == null) {
      return Optional.empty();
    }
    return Optional.of(
        new ListedPrice(
            provider,
            model,
            scope,
            cell("tier", "standard"),
            above,
            meter,
            cell("meter", "").equals(CACHE_WRITE),
            perUnit,
            from,
            to,
            source(),
            confidence,
            attributes));
  }

  private String cell(String column, String otherwise) {
    String cell = cells.getOrDefault(column, "");
    return cell.isEmpty() ? otherwise : cell;
  }

  private void fault(String column, String value, String allowed) {
    fault.accept(column + ": is '" + value + "'; write " + allowed);
  }

  private String required(String column) {
    String cell = cell(column, "");
    if (cell.isEmpty()) {
      fault.accept(column + ": is empty; every row names it");
    }
    return cell;
  }

  private @Nullable Provider provider() {
    String cell = cell("provider", "");
    for (Provider provider : Provider.values()) {
      if (provider.id().equals(cell)) {
        return provider;
      }
    }
    fault("provider", cell, "bedrock or vertex");
    return null;
  }

  private @Nullable Meter meter() {
    String cell = cell("meter", "");
    Meter meter = cell.equals(CACHE_WRITE) ? Meter.CACHE_WRITE_5M : Meter.find(cell);
    if (meter == null) {
      fault("meter", cell, "one such as input, output, cache_read");
    }
    return meter;
  }

  private long band() {
    String cell = cell("band", "any");
    Matcher band = BAND.matcher(cell);
    if (band.matches()) {
      return Long.parseLong(band.group(1)) * 1000;
    }
    if (!cell.equals("any")) {
      fault("band", cell, "any, or one such as gt_200k");
    }
    return 0;
  }

  private @Nullable Money perUnit(@Nullable Meter meter) {
    String price = cell("price", "");
    if (!DECIMAL.matcher(price).matches()) {
      fault("price", price, "a decimal number, not below zero, such as 0.30");
      return null;
    }
    String per = cell("per", meter == null ? "1" : Figures.per(meter));
    int power = Arrays.asList("1", "", "", "1K", "", "", "1M").indexOf(per);
    if (power < 0) {
      fault("per", per, "1, 1K or 1M");
      return null;
    }
    String code = cell("currency", "USD");
    try {
      return new Money(new BigDecimal(price).movePointLeft(power), Currency.getInstance(code));
    } catch (IllegalArgumentException e) {
      fault("currency", code, "an ISO 4217 code such as USD");
      return null;
    }
  }

  private @Nullable Instant instant(String column) {
    String cell = cell(column, "");
    if (cell.isEmpty()) {
      return null;
    }
    try {
      return cell.length() == 10
          ? LocalDate.parse(cell).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(cell);
    } catch (DateTimeException e) {
      fault(column, cell, "a date such as 2026-11-21, or an instant");
      return null;
    }
  }

  private String source() {
    return cell("source", "csv") + ", seen " + cell("seen", asOf.toString());
  }

  private @Nullable Confidence confidence() {
    String cell = cell("confidence", "medium");
    for (Confidence confidence : Confidence.values()) {
      if (confidence.id().equals(cell)) {
        return confidence;
      }
    }
    fault("confidence", cell, "high, medium or low");
    return null;
  }

  private Map<String, String> attributes() {
    Map<String, String> attributes = new TreeMap<>();
    String cell = cell("attributes", "");
    for (String pair : cell.isEmpty() ? new String[0] : cell.split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals <= 0 || equals == pair.length() - 1) {
        fault("attributes", cell, "name=value, several joined by ;");
        return Map.of();
      }
      attributes.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
    }
    return attributes;
  }
}
