package io.costaware.bedrock.usage;

import io.costaware.target.ServiceTier;
import org.jspecify.annotations.Nullable;

/**
 * Bedrock's words for service tiers and latencies.
 *
 * <p>Safe for use by many threads.
 */
public final class BedrockTiers {
  /** The header that names a tier, in a request and in an answer. */
  public static final String TIER_HEADER = "X-Amzn-Bedrock-Service-Tier";

  /** The header that names a latency, in a request and in an answer. */
  public static final String LATENCY_HEADER = "X-Amzn-Bedrock-PerformanceConfig-Latency";

  private static final String OPTIMIZED = "optimized";

  private BedrockTiers() {}

  /** The tier that a request asks for; standard if it asks for none. */
  public static ServiceTier requested(@Nullable String tier, @Nullable String latency) {
    ServiceTier asked = named(tier);
    return asked == null || asked.equals(ServiceTier.STANDARD)
        ? OPTIMIZED.equals(latency) ? ServiceTier.LATENCY_OPTIMIZED : ServiceTier.STANDARD
        : asked;
  }

  /**
   * The tier that the answer names; null if it names none that would change the one asked for. An
   * answer that names a tier and is silent on the latency leaves the latency as it was asked for.
   */
  public static @Nullable ServiceTier served(
      @Nullable String tier, @Nullable String latency, ServiceTier requested) {
    ServiceTier named = named(tier);
    boolean plain = named == null || named.equals(ServiceTier.STANDARD);
    if (OPTIMIZED.equals(latency) && plain) {
      return ServiceTier.LATENCY_OPTIMIZED;
    }
    if (requested.equals(ServiceTier.LATENCY_OPTIMIZED) && plain) {
      return latency == null ? null : ServiceTier.STANDARD;
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
