package io.costaware.testkit.contract;

import io.costaware.money.Money;
import io.costaware.pricing.Confidence;
import io.costaware.pricing.ModelLimits;
import io.costaware.pricing.Price;
import io.costaware.pricing.PriceBook;
import io.costaware.pricing.PriceKey;
import io.costaware.pricing.RateCard;
import io.costaware.pricing.RateCardBuilder;
import io.costaware.target.Provider;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import java.util.Currency;

/**
 * Three dollars a million for input, fifteen for output, for every model but those that bear {@code
 * unheard-of} in their name.
 */
final class ContractPrices implements PriceBook {
  static final Money INPUT = Money.usd("0.000003");
  static final Money OUTPUT = Money.usd("0.000015");

  @Override
  public RateCard rates(PriceKey key, long atMillis) {
    Target target = key.target();
    ServiceTier tier = key.tier();
    RateCardBuilder card = RateCard.builder(target, tier, currency(), version());
    if (target.model().contains("unheard-of")) {
      return card.unknownBecause("nobody has heard of " + target.model()).build();
    }
    return card.add(price(Meter.INPUT, INPUT, tier)).add(price(Meter.OUTPUT, OUTPUT, tier)).build();
  }

  private Price.Known price(Meter meter, Money perUnit, ServiceTier tier) {
    return new Price.Known(
        meter, perUnit, tier.id(), "the contract", version(), null, null, Confidence.HIGH);
  }

  static Money of(long inputTokens, long outputTokens) {
    return INPUT.times(inputTokens).plus(OUTPUT.times(outputTokens));
  }

  @Override
  public ModelLimits limits(Provider provider, String model) {
    return new ModelLimits(200_000, 8_192);
  }

  @Override
  public Currency currency() {
    return Money.USD;
  }

  @Override
  public String version() {
    return "contract-1";
  }
}
