package io.costaware.catalog;

import io.costaware.pricing.ListedPrice;
import io.costaware.target.Provider;
import io.costaware.usage.Meter;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a price is for, whenever it holds.
 *
 * <p>Immutable.
 */
record RowKey(
    Provider provider,
    String model,
    String scope,
    String tier,
    long above,
    Meter meter,
    boolean anyWrite,
    Map<String, String> attributes) {
  /** Says how a fee is counted, not whose price it is; sources name it or do not. */
  private static final String BILLING_UNIT = "billing_unit";

  static RowKey of(ListedPrice price) {
    Map<String, String> splitting = new TreeMap<>(price.attributes());
    splitting.remove(BILLING_UNIT);
    return new RowKey(
        price.provider(),
        price.model(),
        price.scope(),
        price.tier(),
        price.above(),
        price.meter(),
        price.anyWrite(),
        splitting);
  }

  RowKey withScope(String other) {
    return new RowKey(provider, model, other, tier, above, meter, anyWrite, attributes);
  }

  RowKey withTier(String other) {
    return new RowKey(provider, model, scope, other, above, meter, anyWrite, attributes);
  }

  RowKey withMeter(Meter other) {
    return new RowKey(provider, model, scope, tier, above, other, false, attributes);
  }

  static boolean holds(ListedPrice price, Instant at) {
    return (price.from() == null || !at.isBefore(price.from()))
        && (price.to() == null || at.isBefore(price.to()));
  }

  static boolean hasEnded(ListedPrice price, Instant at) {
    return price.to() != null && !at.isBefore(price.to());
  }

  static boolean meet(ListedPrice one, ListedPrice other) {
    return before(one.from(), other.to()) && before(other.from(), one.to());
  }

  private static boolean before(@Nullable Instant from, @Nullable Instant to) {
    return from == null || to == null || from.isBefore(to);
  }

  /** For example {@code bedrock:amazon.nova-lite-v1:0 in_region standard input}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(80);
    text.append(provider.id()).append(':').append(model);
    text.append(' ').append(scope).append(' ').append(tier);
    if (above > 0) {
      text.append(" gt_").append(above / 1000).append('k');
    }
    text.append(' ').append(anyWrite ? "cache_write" : meter.id());
    if (!attributes.isEmpty()) {
      text.append(' ').append(attributes);
    }
    return text.toString();
  }
}
