package io.costaware.report;

import io.costaware.pricing.ModelLimits;
import io.costaware.pricing.PriceBook;
import io.costaware.pricing.PriceKey;
import io.costaware.pricing.RateCard;
import io.costaware.target.Provider;
import java.util.Currency;

/** A book that says it is in euros. */
record EuroBook(PriceBook book) implements PriceBook {
  @Override
  public RateCard rates(PriceKey key, long atMillis) {
    return book.rates(key, atMillis);
  }

  @Override
  public ModelLimits limits(Provider provider, String model) {
    return book.limits(provider, model);
  }

  @Override
  public Currency currency() {
    return Currency.getInstance("EUR");
  }

  @Override
  public String version() {
    return "euros";
  }
}
