package io.costaware.vertex;

import io.costaware.money.Money;
import io.costaware.pricing.Confidence;
import io.costaware.pricing.ModelLimits;
import io.costaware.pricing.Price;
import io.costaware.pricing.PriceBook;
import io.costaware.pricing.PriceKey;
import io.costaware.pricing.RateCard;
import io.costaware.pricing.RateCardBuilder;
import io.costaware.target.Provider;
import io.costaware.target.RoutingScope;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import io.costaware.usage.Meter;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Map;

/** A handful of prices, in dollars for a million tokens: enough to tell receipts apart. */
final class GeminiPrices implements PriceBook {
  private static final Map<String, String> FLASH =
      Map.of("input", "0.30", "output", "2.50", "cache_read", "0.03", "input_audio", "1.00");

  @Override
  public RateCard rates(PriceKey key, long atMillis) {
    Target target = key.target();
    ServiceTier tier = key.tier();
    RateCardBuilder card = RateCard.builder(target, tier, Money.USD, "test");
    if (!target.model().startsWith("gemini-") && !target.model().startsWith("text-embedding")) {
      return card.unknownBecause("no price for " + target.model()).build();
    }
    if (!List.of("standard", "flex", "provisioned").contains(tier.id())) {
      return card.unknownBecause("no price in tier " + tier).build();
    }
    boolean dearer =
        target.scope().equals(RoutingScope.NON_GLOBAL) && target.model().startsWith("gemini-3");
    FLASH.forEach(
        (meter, perMillion) -> {
          BigDecimal price = new BigDecimal(perMillion).movePointLeft(6);
          price = dearer ? price.multiply(new BigDecimal("1.1")) : price;
          price = tier.equals(ServiceTier.FLEX) ? price.divide(new BigDecimal(2)) : price;
          add(card, Meter.find(meter), price);
        });
    add(card, Meter.WEB_SEARCH, new BigDecimal("0.035"));
    return card.build();
  }

  private static void add(RateCardBuilder card, Meter meter, BigDecimal price) {
    card.add(
        new Price.Known(
            meter,
            new Money(price, Money.USD),
            "test",
            "test",
            "test",
            null,
            null,
            Confidence.HIGH));
  }

  @Override
  public ModelLimits limits(Provider provider, String model) {
    return new ModelLimits(1_000_000, 65_536);
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
