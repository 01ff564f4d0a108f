package io.costaware.catalog;

import static java.util.Objects.requireNonNull;

import io.costaware.money.Money;
import io.costaware.pricing.Confidence;
import io.costaware.pricing.ListedPrice;
import io.costaware.target.Provider;
import io.costaware.usage.Meter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One price as it was recorded, in the words of its sources: what {@code docs/price-sheets.md}
 * calls a price fact.
 *
 * <p>Immutable.
 *
 * @param key what is priced
 * @param unit what the figure is for, for example {@code usd_per_1m_tokens}
 * @param usd the figure in US dollars
 * @param from first day in force; null if no start is known
 * @param to first day no longer in force; null if open
 * @param statements what each source says, those included that say something else
 * @param asOf newest day on which any of the sources was read
 * @param confidence how well the figure is attested
 * @param edits the figures that one source showed over time, oldest first; empty if it was never
 *     changed there
 */
public record PriceFact(
    Key key,
    String unit,
    BigDecimal usd,
    @Nullable LocalDate from,
    @Nullable LocalDate to,
    List<Statement> statements,
    LocalDate asOf,
    Confidence confidence,
    List<Edit> edits) {
  /** Stands for a figure that no source states for its scope. */
  private static final String DERIVED = "derived";

  /** Makes the lists unmodifiable. */
  public PriceFact {
    requireNonNull(key, "key");
    requireNonNull(unit, "unit");
    requireNonNull(usd, "usd");
    statements = List.copyOf(statements);
    requireNonNull(asOf, "asOf");
    requireNonNull(confidence, "confidence");
    edits = List.copyOf(edits);
  }

  /**
   * What a fact prices, in the words of the facts.
   *
   * <p>Immutable.
   *
   * @param provider who offers the model
   * @param model the base model id
   * @param scope for example {@code in_region}
   * @param tier the service tier
   * @param band {@code any}, {@code gt_200k} and the like
   * @param dimension for example {@code cache_read}; most are meters of the library, not all
   * @param attributes what further splits the price, by name
   */
  public record Key(
      Provider provider,
      String model,
      String scope,
      String tier,
      String band,
      String dimension,
      Map<String, String> attributes) {
    /** Orders the attributes by name. */
    public Key {
      requireNonNull(provider, "provider");
      attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    Key withScope(String other) {
      return new Key(provider, model, other, tier, band, dimension, attributes);
    }

    Key withTier(String other) {
      return new Key(provider, model, scope, other, band, dimension, attributes);
    }

    Key withBand(String other) {
      return new Key(provider, model, scope, tier, other, dimension, attributes);
    }

    Key withDimension(String other) {
      return new Key(provider, model, scope, tier, band, other, attributes);
    }

    /** For example {@code vertex gemini-2.5-pro, global, standard, gt_200k, input}. */
    @Override
    public String toString() {
      String text = provider.id() + ' ' + String.join(", ", model, scope, tier, band, dimension);
      return attributes.isEmpty() ? text : text + ", " + attributes;
    }
  }

  /**
   * What one source says.
   *
   * <p>Immutable.
   *
   * @param source its short name
   * @param usd its figure
   * @param asOf when it was read
   */
  public record Statement(String source, BigDecimal usd, LocalDate asOf) {}

  /**
   * A figure that a source showed from some day on.
   *
   * <p>Immutable.
   *
   * @param on the first day it was seen there
   * @param usd the figure
   */
  public record Edit(LocalDate on, BigDecimal usd) {}

  /** The short names of the sources that state the figure, joined by {@code +}. */
  public String source() {
    String agreeing =
        statements.stream()
            .filter(this::agrees)
            .map(Statement::source)
            .distinct()
            .collect(Collectors.joining("+"));
    return agreeing.isEmpty() ? DERIVED : agreeing;
  }

  /** The newest day on which one of those sources was read. */
  public LocalDate seen() {
    return statements.stream()
        .filter(this::agrees)
        .map(Statement::asOf)
        .max(LocalDate::compareTo)
        .orElse(asOf);
  }

  /**
   * The price as a sheet lists it.
   *
   * @return null if no meter counts the dimension, or the band is no number of prompt tokens
   */
  public @Nullable ListedPrice listed() {
    Meter meter = FactUnits.meter(key.dimension);
    long above = FactUnits.above(key.band);
    if (meter == null || above < 0) {
      return null;
    }
    return new ListedPrice(
        key.provider,
        key.model,
        key.scope,
        key.tier,
        above,
        meter,
        key.dimension.equals(FactUnits.CACHE_WRITE),
        new Money(usd.movePointLeft(FactUnits.power(unit)), Money.USD),
        instant(from),
        instant(to),
        source() + ", seen " + seen(),
        confidence,
        key.attributes);
  }

  private static @Nullable Instant instant(@Nullable LocalDate day) {
    return day == null ? null : day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private boolean agrees(Statement statement) {
    return statement.usd.compareTo(usd) == 0;
  }

  boolean isDated() {
    return from != null || to != null;
  }

  boolean holdsWith(PriceFact other) {
    return isBefore(from, other.to) && isBefore(other.from, to);
  }

  private static boolean isBefore(@Nullable LocalDate from, @Nullable LocalDate to) {
    return from == null || to == null || from.isBefore(to);
  }

  PriceFact during(@Nullable LocalDate start, @Nullable LocalDate end) {
    return new PriceFact(key, unit, usd, start, end, statements, asOf, confidence, edits);
  }

  PriceFact at(Key other) {
    return new PriceFact(other, unit, usd, from, to, statements, asOf, confidence, edits);
  }
}
