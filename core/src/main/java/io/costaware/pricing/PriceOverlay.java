package io.costaware.pricing;

import static java.util.Objects.requireNonNull;

import io.costaware.usage.Meter;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Negotiated prices for some calls over some time: a sheet of prices of their own, or a discount on
 * what lies below. Overlays lie over all sheets, each over those given before it: a price of an
 * overlay hides the prices and discounts below it, a discount takes off from what it finds.
 *
 * <p>Immutable.
 */
public final class PriceOverlay {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final int MAX_PLACES = 6;

  private final String name;
  private final @Nullable Instant from;
  private final @Nullable Instant to;
  private final PriceSelector where;
  private final @Nullable PriceSheet sheet;
  private final BigDecimal percent;
  private final Set<Meter> meters;

  private PriceOverlay(
      String name,
      @Nullable Instant from,
      @Nullable Instant to,
      PriceSelector where,
      @Nullable PriceSheet sheet,
      BigDecimal percent,
      Set<Meter> meters) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("An overlay needs a name; receipts bear it");
    }
    if (from != null && to != null && !from.isBefore(to)) {
      throw new IllegalArgumentException(
          "Overlay '" + name + "' is from " + from + ", which is not before its end " + to);
    }
    this.name = name;
    this.from = from;
    this.to = to;
    this.where = where;
    this.sheet = sheet;
    this.percent = percent;
    this.meters = meters;
  }

  /**
   * Prices of their own.
   *
   * @param name what receipts call them, for example {@code contract-a}
   */
  public static PriceOverlay prices(String name, PriceSheet prices) {
    return new PriceOverlay(
        name,
        null,
        null,
        PriceSelector.all(),
        requireNonNull(prices, "prices"),
        BigDecimal.ZERO,
        Set.of());
  }

  /**
   * A discount on the prices below.
   *
   * @param name what receipts call it, for example {@code contract-a}
   * @param percent how much less, for example {@code "12"} or {@code "7.5"}; above 0, up to 100
   * @throws IllegalArgumentException if it is no such number, or has more than six decimal places
   */
  public static PriceOverlay discount(String name, String percent) {
    BigDecimal value = SheetValues.decimal(percent);
    if (value == null
        || value.signum() <= 0
        || value.compareTo(HUNDRED) > 0
        || value.stripTrailingZeros().scale() > MAX_PLACES) {
      throw new IllegalArgumentException(
          "A discount of '"
              + percent
              + "' percent cannot be; write a decimal above 0 and up to 100 with at most "
              + MAX_PLACES
              + " places");
    }
    return new PriceOverlay(
        name,
        null,
        null,
        PriceSelector.all(),
        null,
        value.stripTrailingZeros(),
        Collections.unmodifiableSet(EnumSet.allOf(Meter.class)));
  }

  /**
   * Reads overlays from a JSON file whose format {@code docs/price-sheets.md} describes, in their
   * order.
   *
   * @throws PriceSheetException if anything in it is wrong; the message lists every fault
   * @throws IOException if the file cannot be read
   */
  public static List<PriceOverlay> read(Path file) throws IOException {
    requireNonNull(file, "file");
    try (InputStream json = new BufferedInputStream(Files.newInputStream(file))) {
      return OverlayReader.read(file.toString(), json);
    }
  }

  /**
   * Reads overlays from a JSON stream, which is closed, in their order.
   *
   * @throws PriceSheetException if anything in it is wrong; the message lists every fault
   * @throws IOException if the stream cannot be read
   */
  public static List<PriceOverlay> read(InputStream json) throws IOException {
    requireNonNull(json, "json");
    return OverlayReader.read("(stream)", json);
  }

  /** This for some calls alone. */
  public PriceOverlay where(PriceSelector where) {
    return new PriceOverlay(name, from, to, requireNonNull(where, "where"), sheet, percent, meters);
  }

  /**
   * This from a moment on.
   *
   * @throws IllegalArgumentException if that is not before its end
   */
  public PriceOverlay from(Instant from) {
    return new PriceOverlay(name, requireNonNull(from, "from"), to, where, sheet, percent, meters);
  }

  /**
   * This up to a moment, the first at which it no longer holds.
   *
   * @throws IllegalArgumentException if that is not after its beginning
   */
  public PriceOverlay to(Instant to) {
    return new PriceOverlay(name, from, requireNonNull(to, "to"), where, sheet, percent, meters);
  }

  /**
   * This discount on some meters alone.
   *
   * @throws IllegalArgumentException if there is none, or this is no discount
   */
  public PriceOverlay on(Set<Meter> meters) {
    if (meters.isEmpty() || sheet != null) {
      throw new IllegalArgumentException(
          "Overlay '" + name + "' takes meters only as a discount, and at least one");
    }
    return new PriceOverlay(
        name, from, to, where, null, percent, Collections.unmodifiableSet(EnumSet.copyOf(meters)));
  }

  /** What receipts call it. */
  public String name() {
    return name;
  }

  /** First instant in force; null if it always was. */
  public @Nullable Instant from() {
    return from;
  }

  /** First instant no longer in force; null if open. */
  public @Nullable Instant to() {
    return to;
  }

  /** The calls it is for. */
  public PriceSelector where() {
    return where;
  }

  /** Its prices; null if it is a discount. */
  public @Nullable PriceSheet sheet() {
    return sheet;
  }

  /** How much less in percent; zero if it has prices of its own. */
  public BigDecimal percent() {
    return percent;
  }

  /** The meters that a discount is on; empty if it has prices of its own. */
  public Set<Meter> meters() {
    return meters;
  }

  /** For example {@code contract-a (less 12 %)}. */
  @Override
  public String toString() {
    return name + " (" + (sheet == null ? "less " + percent.toPlainString() + " %" : sheet) + ")";
  }
}
