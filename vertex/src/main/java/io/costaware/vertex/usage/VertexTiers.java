package io.costaware.vertex.usage;

import io.costaware.target.ServiceTier;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Vertex's words for service tiers. One that this version does not know keeps its spelling.
 *
 * <p>Safe for use by many threads.
 */
public final class VertexTiers {
  /** The request header that asks for a tier of shared capacity. */
  public static final String TIER_HEADER = "X-Vertex-AI-LLM-Shared-Request-Type";

  /** The request header that asks for bought capacity, or for none of it. */
  public static final String CAPACITY_HEADER = "X-Vertex-AI-LLM-Request-Type";

  /** The response header by which the Developer API tells the tier that it served. */
  public static final String SERVED_HEADER = "x-gemini-service-tier";

  private VertexTiers() {}

  /** The tier behind the traffic type of an answer; null if it says nothing. */
  public static @Nullable ServiceTier served(@Nullable String trafficType) {
    if (trafficType == null || trafficType.isBlank()) {
      return null;
    }
    return switch (trafficType) {
      case "TRAFFIC_TYPE_UNSPECIFIED" -> null;
      case "ON_DEMAND" -> ServiceTier.STANDARD;
      case "ON_DEMAND_PRIORITY", "PRIORITY" -> ServiceTier.PRIORITY;
      case "ON_DEMAND_FLEX", "FLEX" -> ServiceTier.FLEX;
      case "BATCH" -> ServiceTier.BATCH;
      case "PROVISIONED_THROUGHPUT" -> ServiceTier.PROVISIONED;
      default -> new ServiceTier(trafficType);
    };
  }

  /** The tier behind a word of a request, or of an answer in words; null if it says nothing. */
  public static @Nullable ServiceTier named(@Nullable String word) {
    if (word == null || word.isBlank()) {
      return null;
    }
    String lower = word.strip().toLowerCase(Locale.ROOT);
    return switch (lower.startsWith("service_tier_") ? lower.substring(13) : lower) {
      case "unspecified", "auto" -> null;
      case "standard", "on_demand", "default" -> ServiceTier.STANDARD;
      case "flex", "on_demand_flex" -> ServiceTier.FLEX;
      case "priority", "on_demand_priority" -> ServiceTier.PRIORITY;
      case "batch" -> ServiceTier.BATCH;
      default -> new ServiceTier(word.strip());
    };
  }

  /** The tier behind a header of a request; null if it chooses none. */
  public static @Nullable ServiceTier asked(String header, String value) {
    if (header.equalsIgnoreCase(TIER_HEADER)) {
      return named(value);
    }
    boolean bought =
        header.equalsIgnoreCase(CAPACITY_HEADER) && value.strip().equalsIgnoreCase("dedicated");
    return bought ? ServiceTier.PROVISIONED : null;
  }
}
