package io.costaware.bedrock.runtime;

import io.costaware.target.ServiceTier;
import org.jspecify.annotations.Nullable;

/** Bedrock's words for service tiers and latencies. */
final class Tiers {
  private static final String OPTIMIZED = "optimized";

  private Tiers() {}

  static ServiceTier requested(@Nullable String tier, @Nullable String latency) {
    ServiceTier asked = named(tier);
    if (OPTIMIZED.equals(latency) && (asked == null || asked.equals(ServiceTier.STANDARD))) {
      return ServiceTier.LATENCY_OPTIMIZED;
    }
    return asked == null ? ServiceTier.STANDARD : asked;
  }

  /** The tier that the answer names; null if it names none that would change the one asked for. */
  static @Nullable ServiceTier served(
      @Nullable String tier, @Nullable String latency, ServiceTier requested) {
    ServiceTier named = named(tier);
    if (OPTIMIZED.equals(latency) && (named == null || named.equals(ServiceTier.STANDARD))) {
      return ServiceTier.LATENCY_OPTIMIZED;
    }
    if (named == null && latency != null && requested.equals(ServiceTier.LATENCY_OPTIMIZED)) {
      return ServiceTier.STANDARD;
    }
    return named;
  }

  private static @Nullable ServiceTier named(@Nullable String tier) {
    if (tier == null || tier.isBlank()) {
      return null;
    }
    return switch (tier) {
      case "default" -> ServiceTier.STANDARD;
      case "flex" -> ServiceTier.FLEX;
      case "priority" -> ServiceTier.PRIORITY;
      case "reserved" -> ServiceTier.RESERVED;
      default -> new ServiceTier(tier);
    };
  }
}
