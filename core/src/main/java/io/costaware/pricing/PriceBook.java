package io.costaware.pricing;

import io.costaware.target.Provider;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import java.util.Currency;

/**
 * Where prices come from. Asked at every call, so an implementation answers from memory.
 *
 * <p>Safe for use by many threads.
 */
public interface PriceBook {
  /**
   * The rates in force for a call of that kind at an instant. Never null: what the book does not
   * know is unknown on the card.
   *
   * @param atMillis milliseconds of the epoch, the moment the call was dispatched
   */
  RateCard rates(PriceKey key, long atMillis);

  /**
   * The rates of a target and a tier at an instant, where no more is known of the call.
   *
   * @param atMillis milliseconds of the epoch, the moment the call was dispatched
   */
  default RateCard rates(Target target, ServiceTier tier, long atMillis) {
    return rates(PriceKey.of(target, tier), atMillis);
  }

  /** Context window and output limit of a base model; {@link ModelLimits#UNKNOWN} if not known. */
  ModelLimits limits(Provider provider, String model);

  /** The currency of every price in this book. */
  Currency currency();

  /** Names the prices in use, for example {@code bundled-2026-11-21}. */
  String version();
}
