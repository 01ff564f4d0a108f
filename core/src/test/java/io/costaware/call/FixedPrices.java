package io.costaware.call;

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
 * One dollar a million input tokens, ten a million output, four cents an image; flex at half. Knows
 * one model.
 */
final class FixedPrices implements PriceBook {
  static final String MODEL = "amazon.nova-lite-v1:0";

  @Override
  public RateCard rates(PriceKey key, long atMillis) {
    Target target = key.target();
    ServiceTier tier = key.tier();
    RateCardBuilder card = RateCard.builder(target, tier, Money.USD, version());
    if (target.model().equals(MODEL) && tier.equals(ServiceTier.STANDARD)) {
      card.add(price(Meter.INPUT, "0.000001"))
          .add(price(Meter.OUTPUT, "0.00001"))
          .add(price(Meter.CACHE_WRITE_1H, "0.000002"))
          .add(price(Meter.OUTPUT_IMAGE_EACH, image(key)));
    } else if (target.model().equals(MODEL) && tier.equals(ServiceTier.FLEX)) {
      card.add(price(Meter.INPUT, "0.0000005")).add(price(Meter.OUTPUT, "0.000005"));
    }
    return card.build();
  }

  /** Large ones cost twice as much, and nothing under a contract of one account and team. */
  private static String image(PriceKey key) {
    if ("123456789012".equals(key.account()) && "art".equals(key.tags().get("team"))) {
      return "0";
    }
    return "4k".equals(key.attributes().get("resolution")) ? "0.08" : "0.04";
  }

  private static Price.Known price(Meter meter, String perUnit) {
    return new Price.Known(
        meter, Money.usd(perUnit), "test", "test", "test", null, null, Confidence.HIGH);
  }

  @Override
  public ModelLimits limits(Provider provider, String model) {
    return model.equals(MODEL) ? new ModelLimits(300_000, 5_000) : ModelLimits.UNKNOWN;
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
