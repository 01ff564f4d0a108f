package io.costaware.catalog;

import static java.util.Objects.requireNonNull;

import io.costaware.target.Provider;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a model: a price change, a shutdown, an introductory period.
 *
 * <p>Immutable.
 *
 * @param provider who offers the model
 * @param model the base model id
 * @param event what happened, for example {@code price_cut_80pct}
 * @param date the day; null if unknown
 */
public record ModelEvent(Provider provider, String model, String event, @Nullable LocalDate date) {
  private static final String TIER_START = "_tier_start";

  /** Refuses nulls. */
  public ModelEvent {
    requireNonNull(provider, "provider");
    requireNonNull(model, "model");
    requireNonNull(event, "event");
  }

  /** The end of a long-context premium: from then on long prompts cost the base price. */
  boolean endsLongContextPremium() {
    return event.equals("long_context_premium_removed");
  }

  /** Whether the event changed a price of that key, were it one of its model. */
  boolean changes(PriceFact.Key key, String unit) {
    if (event.startsWith("cache_read_discount")) {
      return key.dimension().startsWith("cache_read");
    }
    if (event.startsWith("price_cut") || event.startsWith("price_rise")) {
      return unit.equals(FactUnits.TOKENS);
    }
    if (endsLongContextPremium()) {
      return key.band().equals(FactRows.LONG_CONTEXT);
    }
    return event.endsWith(TIER_START) && key.band().equals("gt_" + threshold());
  }

  /** In {@code context_1m_and_272k_tier_start}: {@code 272k}. */
  private String threshold() {
    String before = event.substring(0, event.length() - TIER_START.length());
    return before.substring(before.lastIndexOf('_') + 1);
  }

  /** Whether it happened to the model of that key or to the one whose id that model's extends. */
  boolean isOfFamily(PriceFact.Key key) {
    return provider == key.provider()
        && (model.equals(key.model()) || key.model().startsWith(model + "-"));
  }

  boolean isOf(PriceFact.Key key) {
    return provider == key.provider() && model.equals(key.model());
  }
}
