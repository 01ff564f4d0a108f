package io.costaware.report;

import static java.util.Objects.requireNonNull;

import io.costaware.event.CallEvent;
import io.costaware.money.Money;
import io.costaware.pricing.Price;
import io.costaware.pricing.PriceBook;
import io.costaware.pricing.PriceKey;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Capacity that was bought by the hour, whether calls use it or not: model units of provisioned
 * throughput, or reserved thousands of tokens a minute.
 *
 * <p>It is billed by begun hours, counted from its start. An hour belongs to the range in which it
 * begins, so that the days of a month add up to the month.
 *
 * <p>Immutable.
 */
public final class Commitment {
  static final long HOUR_MILLIS = 3_600_000;

  private final String name;
  private final Target target;
  private final ServiceTier tier;
  private final @Nullable String sentModel;
  private final Instant from;
  private final Instant to;
  private final Map<Meter, Long> units;
  private final @Nullable Money negotiated;

  private Commitment(
      String name,
      Target target,
      ServiceTier tier,
      @Nullable String sentModel,
      Instant from,
      Instant to,
      Map<Meter, Long> units,
      @Nullable Money negotiated) {
    this.name = name;
    this.target = target;
    this.tier = tier;
    this.sentModel = sentModel;
    this.from = from;
    this.to = to;
    this.units = Collections.unmodifiableMap(units);
    this.negotiated = negotiated;
  }

  /**
   * A commitment without units; say next how many.
   *
   * @param name for reports
   * @param target the model and scope it serves; a Region only if it is bound to one
   * @param tier the tier that price sheets list it under, for example {@code provisioned} or {@code
   *     reserved:1m}; calls of every tier of that kind are covered
   * @param from its first instant
   * @param to the first instant after it
   * @throws IllegalArgumentException if the tier is not one that is bought beforehand, or the
   *     commitment ends before it begins
   */
  public static Commitment of(
      String name, Target target, ServiceTier tier, Instant from, Instant to) {
    requireNonNull(name, "name");
    requireNonNull(target, "target");
    if (!tier.isPrepaid()) {
      throw new IllegalArgumentException(
          "Tier '"
              + tier
              + "' of commitment '"
              + name
              + "' is not bought beforehand; use one such as provisioned or reserved:1m");
    }
    if (to.isBefore(from)) {
      throw new IllegalArgumentException(
          "Commitment '" + name + "' ends at " + to + ", before it begins at " + from);
    }
    return new Commitment(name, target, tier, null, from, to, new EnumMap<>(Meter.class), null);
  }

  /**
   * This with so many units: model units, or thousands of reserved tokens a minute.
   *
   * @param meter one that is priced by the hour, for example {@link Meter#PROVISIONED_MODEL_UNIT}
   * @throws IllegalArgumentException if the meter is not by the hour, or there is no unit
   */
  public Commitment units(Meter meter, long count) {
    if (meter.unit() != Meter.Unit.HOUR || count < 1) {
      throw new IllegalArgumentException(
          count
              + " of "
              + meter.id()
              + " cannot be committed to; name at least 1 of a meter that is priced by the hour");
    }
    Map<Meter, Long> more = new EnumMap<>(Meter.class);
    more.putAll(units);
    more.put(meter, count);
    return new Commitment(name, target, tier, sentModel, from, to, more, negotiated);
  }

  /**
   * This at a price of its own for an hour of all its units, instead of the price book's.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public Commitment perHour(Money price) {
    if (price.isNegative()) {
      throw new IllegalArgumentException(
          "Commitment '" + name + "' at " + price + " an hour is below zero; give what is paid");
    }
    return new Commitment(name, target, tier, sentModel, from, to, units, price);
  }

  /**
   * This for calls that name it, by the ARN of the provisioned model, whatever they are known to be
   * aimed at.
   */
  public Commitment named(String sentModel) {
    requireNonNull(sentModel, "sentModel");
    return new Commitment(name, target, tier, sentModel, from, to, units, negotiated);
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Whether it serves a call. */
  boolean covers(CallEvent call) {
    if (call.at().isBefore(from) || !call.at().isBefore(to)) {
      return false;
    }
    if (sentModel != null) {
      return sentModel.equals(call.call().sentModel());
    }
    ServiceTier used = PastCalls.tier(call);
    Target aim = call.receipt().target();
    return aim != null
        && used.isPrepaid()
        && kind(used).equals(kind(tier))
        && aim.provider() == target.provider()
        && aim.model().equals(target.model())
        && aim.scope().equals(target.scope())
        && (target.region() == null || target.region().equals(aim.region()));
  }

  private static String kind(ServiceTier tier) {
    return tier.id().startsWith(ServiceTier.RESERVED.id())
        ? ServiceTier.RESERVED.id()
        : ServiceTier.PROVISIONED.id();
  }

  /** The list price of a call that is served; null if none is known. */
  @Nullable Money weight(CallEvent call, @Nullable Money shadow, PriceBook book) {
    if (shadow != null) {
      return shadow;
    }
    PriceKey key =
        new PriceKey(
            target, tier, call.outcome().attributes(), call.call().account(), call.call().tags());
    return book.rates(key, call.atMillis()).price(call.outcome().usage()).shadow();
  }

  /** The index of the first hour that begins at or after an instant; 0 before the start. */
  long firstHour(Instant instant) {
    long elapsed = Math.max(0, instant.toEpochMilli() - from.toEpochMilli());
    return -Math.floorDiv(-elapsed, HOUR_MILLIS);
  }

  /** One more than the index of the last hour that begins before an instant and before its end. */
  long endHour(Instant instant) {
    return firstHour(instant.isBefore(to) ? instant : to);
  }

  /** The hour that a call falls into. */
  long hourOf(CallEvent call) {
    return Math.floorDiv(call.atMillis() - from.toEpochMilli(), HOUR_MILLIS);
  }

  /** When an hour begins, in milliseconds of the epoch. */
  long hourMillis(long hour) {
    return from.toEpochMilli() + hour * HOUR_MILLIS;
  }

  /**
   * What an hour costs.
   *
   * @throws IllegalStateException if the price of a unit is not known at its beginning, or the
   *     negotiated one is in another currency than the book
   */
  Money costOf(long hour, PriceBook book) {
    if (negotiated != null) {
      if (!negotiated.currency().equals(book.currency())) {
        throw new IllegalStateException(
            "Commitment '"
                + name
                + "' costs "
                + negotiated
                + " an hour, the book is in "
                + book.currency()
                + "; give the price in that currency");
      }
      return negotiated;
    }
    if (units.isEmpty()) {
      throw new IllegalStateException(
          "Commitment '"
              + name
              + "' has neither units nor a price; say units(...) or perHour(...)");
    }
    Money cost = Money.zero(book.currency());
    for (Map.Entry<Meter, Long> unit : units.entrySet()) {
      Price price = book.rates(PriceKey.of(target, tier), hourMillis(hour)).price(unit.getKey(), 0);
      if (!(price instanceof Price.Known known)) {
        throw new IllegalStateException(
            "Commitment '"
                + name
                + "': no price of "
                + unit.getKey().id()
                + " for "
                + target
                + " in tier "
                + tier
                + " at "
                + Instant.ofEpochMilli(hourMillis(hour))
                + "; add it to a sheet, or say perHour(...)");
      }
      cost = cost.plus(known.perUnit().times(unit.getValue()));
    }
    return cost;
  }
}
