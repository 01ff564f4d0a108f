package io.costaware.vertex.usage;

import io.costaware.event.Outcome.Knowledge;
import io.costaware.pricing.PriceAttributes;
import io.costaware.target.ServiceTier;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the answer of one recorded call says by itself, before the request's facts are laid beside
 * it.
 *
 * <p>Immutable.
 *
 * @param tier the tier that the answer names; null if it names none
 * @param model the model that the answer names; null if it names none
 */
record Reading(
    Knowledge knowledge,
    Usage usage,
    RawUsage raw,
    @Nullable ServiceTier tier,
    @Nullable String model,
    PriceAttributes attributes,
    List<String> remarks) {
  static Reading of(Knowledge knowledge, Usage usage, RawUsage raw) {
    return new Reading(knowledge, usage, raw, null, null, PriceAttributes.none(), List.of());
  }

  /** Silence, or a known zero. */
  static Reading without(Knowledge knowledge) {
    return of(knowledge, Usage.none(), RawUsage.none());
  }

  Reading served(@Nullable ServiceTier tier, @Nullable String model) {
    return new Reading(knowledge, usage, raw, tier, model, attributes, remarks);
  }

  Reading with(PriceAttributes attributes) {
    return new Reading(knowledge, usage, raw, tier, model, attributes, remarks);
  }

  Reading remarking(List<String> remarks) {
    return new Reading(knowledge, usage, raw, tier, model, attributes, remarks);
  }
}
