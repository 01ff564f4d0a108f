package io.costaware.target;

import static java.util.Objects.requireNonNull;

/**
 * A service tier, which decides the price. Open-ended: a tier that this version does not know keeps
 * the provider's own word and has no price.
 *
 * <p>Immutable.
 *
 * @param id the name in price sheets, receipts and events, for example {@code flex}
 */
public record ServiceTier(String id) {
  /** On demand, the ordinary price. */
  public static final ServiceTier STANDARD = new ServiceTier("standard");

  /** Batch jobs. */
  public static final ServiceTier BATCH = new ServiceTier("batch");

  /** Cheaper and slower. */
  public static final ServiceTier FLEX = new ServiceTier("flex");

  /** Dearer and first in line. */
  public static final ServiceTier PRIORITY = new ServiceTier("priority");

  /** Bedrock's latency-optimised inference. */
  public static final ServiceTier LATENCY_OPTIMIZED = new ServiceTier("latency_optimized");

  /** Throughput that was bought beforehand; a call adds nothing to the bill. */
  public static final ServiceTier PROVISIONED = new ServiceTier("provisioned");

  /** Bedrock's reserved tier, bought beforehand as well. */
  public static final ServiceTier RESERVED = new ServiceTier("reserved");

  /** Refuses an empty name. */
  public ServiceTier {
    requireNonNull(id, "id");
    if (id.isBlank()) {
      throw new IllegalArgumentException("A service tier needs a name such as standard or flex");
    }
  }

  /** Whether capacity was bought beforehand, so that a call has no marginal cost. */
  public boolean isPrepaid() {
    return is("provisioned") || is("reserved");
  }

  /**
   * The word alone, or with the term behind a colon; a word that only begins so is another tier.
   */
  private boolean is(String bought) {
    return id.startsWith(bought)
        && (id.length() == bought.length() || id.charAt(bought.length()) == ':');
  }

  /** The name. */
  @Override
  public String toString() {
    return id;
  }
}
