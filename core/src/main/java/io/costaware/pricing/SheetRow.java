package io.costaware.pricing;

import io.costaware.money.Money;
import io.costaware.target.Provider;
import io.costaware.usage.Meter;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One figure of a sheet: what a meter costs for a scope, a tier and a context band, and when.
 *
 * <p>Immutable.
 *
 * @param scope the routing scope, for example {@code in_region} or {@code region:eu-west-1}
 * @param tier the service tier, for example {@code standard} or {@code extended_access}
 * @param above prompt tokens above which the row holds; 0 for the base band
 * @param meter what is priced
 * @param unsplit whether the row prices cache writes of any lifetime
 * @param perUnit the price of one unit of the meter
 * @param fromMillis first millisecond of the epoch in force; {@link Long#MIN_VALUE} if it always
 *     was
 * @param toMillis first millisecond no longer in force; {@link Long#MAX_VALUE} if open
 * @param source where the figure comes from and when it was seen
 * @param confidence how well it is attested
 * @param attributes what further splits the price, for example a resolution
 */
record SheetRow(
    String scope,
    String tier,
    long above,
    Meter meter,
    boolean unsplit,
    Money perUnit,
    long fromMillis,
    long toMillis,
    String source,
    Confidence confidence,
    Map<String, String> attributes) {
  /** The name of the meter that prices cache writes of any lifetime. */
  static final String ANY_WRITE = "cache_write";

  /** The row of a listed price, whose moments must be within the range of milliseconds. */
  static SheetRow of(ListedPrice price) {
    Instant from = price.from();
    Instant to = price.to();
    return new SheetRow(
        price.scope(),
        price.tier(),
        price.above(),
        price.meter(),
        price.anyWrite(),
        price.perUnit(),
        from == null ? Long.MIN_VALUE : from.toEpochMilli(),
        to == null ? Long.MAX_VALUE : to.toEpochMilli(),
        price.source(),
        price.confidence(),
        price.attributes());
  }

  ListedPrice listed(Provider provider, String model) {
    return new ListedPrice(
        provider,
        model,
        scope,
        tier,
        above,
        meter,
        unsplit,
        perUnit,
        instant(fromMillis, Long.MIN_VALUE),
        instant(toMillis, Long.MAX_VALUE),
        source,
        confidence,
        attributes);
  }

  String meterName() {
    return unsplit ? ANY_WRITE : meter.id();
  }

  boolean holdsAt(long atMillis) {
    return atMillis >= fromMillis && atMillis < toMillis;
  }

  /** Whether it prices a meter: its own, or a cache write of any lifetime. */
  boolean prices(Meter wanted) {
    return meter == wanted || (unsplit && isCacheWrite(wanted));
  }

  /** Adds the meters that it prices. */
  void addPriced(Set<Meter> meters) {
    meters.add(meter);
    if (unsplit) {
      meters.add(Meter.CACHE_WRITE_1H);
      meters.add(Meter.CACHE_WRITE_30M);
    }
  }

  private static boolean isCacheWrite(Meter meter) {
    return meter == Meter.CACHE_WRITE_5M
        || meter == Meter.CACHE_WRITE_1H
        || meter == Meter.CACHE_WRITE_30M;
  }

  /** How many attributes a call must have for the row to hold. */
  int conditions() {
    int conditions = 0;
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      if (AttributeMatch.isCondition(attribute.getKey(), attribute.getValue())) {
        conditions++;
      }
    }
    return conditions;
  }

  /** The quantity of its own meter above which it holds; 0 if it always does. */
  long over() {
    String over = attributes.get(AttributeMatch.OVER_SECONDS);
    return over == null ? 0 : Long.parseLong(over);
  }

  /** The price of a meter that this row prices, as a layer of that name lists it. */
  Price.Known price(Meter priced, String version) {
    StringBuilder condition = new StringBuilder(48);
    condition.append(tier).append(", ").append(scope).append(", ").append(RateCard.bandOf(above));
    attributes.forEach(
        (name, value) -> condition.append(", ").append(name).append('=').append(value));
    return new Price.Known(
        priced,
        perUnit,
        condition.toString(),
        source,
        version,
        instant(fromMillis, Long.MIN_VALUE),
        instant(toMillis, Long.MAX_VALUE),
        confidence);
  }

  private static @Nullable Instant instant(long millis, long open) {
    return millis == open ? null : Instant.ofEpochMilli(millis);
  }
}
