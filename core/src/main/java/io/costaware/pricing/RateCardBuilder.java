package io.costaware.pricing;

import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the prices of a card.
 *
 * <p>For use by one thread.
 */
public final class RateCardBuilder {
  private final Target target;
  private final ServiceTier tier;
  private final Currency currency;
  private final String version;
  private final List<Long> thresholds = new ArrayList<>();
  private final List<RateBand> bands = new ArrayList<>(List.of(new RateBand()));
  private final List<String> warnings = new ArrayList<>();
  private final Set<Meter> apart = EnumSet.noneOf(Meter.class);
  private String unknownReason = "";
  private long fromMillis = Long.MIN_VALUE;
  private long toMillis = Long.MAX_VALUE;

  RateCardBuilder(Target target, ServiceTier tier, Currency currency, String version) {
    this.target = target;
    this.tier = tier;
    this.currency = currency;
    this.version = version;
  }

  private RateBand last() {
    return bands.get(bands.size() - 1);
  }

  /**
   * Adds a price to the band opened last.
   *
   * @throws IllegalArgumentException if its currency is not the card's, or it is negative
   */
  public RateCardBuilder add(Price.Known price) {
    last().put(checked(price));
    return this;
  }

  /**
   * Adds a price to the band opened last that holds, for all of a call's quantity of the meter,
   * once that quantity is above a number.
   *
   * @throws IllegalArgumentException if the number is not above zero, the currency is not the
   *     card's, or the price is negative
   */
  public RateCardBuilder addOver(long quantity, Price.Known price) {
    if (quantity <= 0) {
      throw new IllegalArgumentException(
          "A price over " + quantity + " of " + price.meter().id() + " cannot be; use above 0");
    }
    last().put(checked(price), quantity);
    return this;
  }

  private Price.Known checked(Price.Known price) {
    if (!price.perUnit().currency().equals(currency) || price.perUnit().isNegative()) {
      throw new IllegalArgumentException(
          "The price of "
              + price.meter().id()
              + " is "
              + price.perUnit()
              + "; a card in "
              + currency
              + " takes amounts of that currency, not below zero");
    }
    return price;
  }

  /**
   * Opens the band above a number of prompt tokens.
   *
   * @throws IllegalArgumentException if it is not above the band before
   */
  public RateCardBuilder above(long promptTokens) {
    long before = thresholds.isEmpty() ? 0 : thresholds.get(thresholds.size() - 1);
    if (promptTokens <= before) {
      throw new IllegalArgumentException(
          "RateBand threshold "
              + promptTokens
              + " must be above "
              + before
              + "; add bands in ascending order");
    }
    thresholds.add(promptTokens);
    bands.add(new RateBand());
    return this;
  }

  /**
   * Says that the model prices a meter apart from its base, so that quantities of it never count
   * under the base, even where this card has no price for it.
   */
  public RateCardBuilder tellsApart(Meter meter) {
    apart.add(meter);
    return this;
  }

  /** The interval in which the card holds, in milliseconds of the epoch, half open. */
  public RateCardBuilder during(long fromMillis, long toMillis) {
    this.fromMillis = fromMillis;
    this.toMillis = toMillis;
    return this;
  }

  /** Why prices are missing, where there is one reason for all. */
  public RateCardBuilder unknownBecause(String reason) {
    this.unknownReason = reason;
    return this;
  }

  /** Something that a reader of every receipt should know. */
  public RateCardBuilder warn(String warning) {
    warnings.add(warning);
    return this;
  }

  /** Something that a reader should know where a meter is priced in the band opened last. */
  public RateCardBuilder warn(Meter meter, String warning) {
    last().note(meter, warning);
    return this;
  }

  /** The card. */
  public RateCard build() {
    return new RateCard(
        target,
        tier,
        version,
        currency,
        fromMillis,
        toMillis,
        thresholds,
        bands,
        apart,
        unknownReason,
        warnings);
  }
}
