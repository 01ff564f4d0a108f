package io.costaware.call;

import io.costaware.money.Money;
import io.costaware.pricing.Confidence;
import io.costaware.pricing.ModelLimits;
import io.costaware.pricing.Price;
import io.costaware.pricing.PriceBook;
import io.costaware.pricing.PriceKey;
import io.costaware.pricing.RateCard;
import io.costaware.target.Provider;
import io.costaware.usage.Meter;
import java.util.Currency;

/** Prompts above 200,000 tokens cost twice as much a token: 0.50 dollars a million, output 4. */
final class LongContextPrices implements PriceBook {
  @Override
  public RateCard rates(PriceKey key, long atMillis) {
    return RateCard.builder(key.target(), key.tier(), Money.USD, version())
        .add(price(Meter.INPUT, "0.00000025"))
        .add(price(Meter.OUTPUT, "0.000002"))
        .above(200_000)
        .add(price(Meter.INPUT, "0.0000005"))
        .add(price(Meter.OUTPUT, "0.000004"))
        .build();
  }

  private static Price.Known price(Meter meter, String perUnit) {
    return new Price.Known(
        meter, Money.usd(perUnit), "test", "test", "test", null, null, Confidence.HIGH);
  }

  @Override
  public ModelLimits limits(Provider provider, String model) {
    return new ModelLimits(1_000_000, 64_000);
  }

  @Override
  public Currency currency() {
    return Money.USD;
  }

  @Override
  public String version() {
    return "test";
  }
}
