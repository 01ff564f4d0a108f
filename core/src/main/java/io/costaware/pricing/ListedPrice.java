package io.costaware.pricing;

import static java.util.Objects.requireNonNull;

import io.costaware.money.Money;
import io.costaware.target.Provider;
import io.costaware.usage.Meter;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One price as a sheet lists it: what a meter of a model costs, under which conditions, since when
 * and by whose word.
 *
 * <p>Immutable. Two of them are equal if all of this is.
 *
 * @param provider who offers the model
 * @param model the base model id
 * @param scope the routing scope, for example {@code in_region} or {@code region:eu-west-1}
 * @param tier the service tier, for example {@code standard} or {@code extended_access}
 * @param above prompt tokens above which it holds, a whole number of thousands; 0 for the base band
 * @param meter what is priced
 * @param anyWrite whether it prices cache writes of any lifetime; the meter is then {@link
 *     Meter#CACHE_WRITE_5M}
 * @param perUnit the price of one unit of the meter, for example of one token
 * @param from first instant in force, in whole milliseconds; null if it always was
 * @param to first instant no longer in force, in whole milliseconds; null if open
 * @param source where the figure comes from and when it was seen, for example {@code contract, seen
 *     2026-10-28}
 * @param confidence how well it is attested
 * @param attributes what further splits the price, for example a resolution, in the order of names
 */
public record ListedPrice(
    Provider provider,
    String model,
    String scope,
    String tier,
    long above,
    Meter meter,
    boolean anyWrite,
    Money perUnit,
    @Nullable Instant from,
    @Nullable Instant to,
    String source,
    Confidence confidence,
    Map<String, String> attributes) {
  /** Refuses nulls; what the figures may be, the sheet that takes them checks. */
  public ListedPrice {
    requireNonNull(provider, "provider");
    requireNonNull(model, "model");
    requireNonNull(scope, "scope");
    requireNonNull(tier, "tier");
    requireNonNull(meter, "meter");
    requireNonNull(perUnit, "perUnit");
    requireNonNull(source, "source");
    requireNonNull(confidence, "confidence");
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
  }

  /** The name of the meter in sheets: that of the meter, or {@code cache_write}. */
  public String meterName() {
    return anyWrite ? SheetRow.ANY_WRITE : meter.id();
  }

  /** The name of the band in sheets: {@code any}, or {@code gt_200k} for 200,000 tokens. */
  public String band() {
    return RateCard.bandOf(above);
  }
}
