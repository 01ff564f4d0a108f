package io.costaware.pricing;

import static java.util.Objects.requireNonNull;

import io.costaware.tags.Tags;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import org.jspecify.annotations.Nullable;

/**
 * All that decides which prices a call has, save its moment and its quantities.
 *
 * <p>Immutable.
 *
 * @param target what the call is aimed at
 * @param tier the service tier that prices it
 * @param attributes what splits prices further
 * @param account the AWS account or Google Cloud project that pays; null where not known
 * @param tags the tags of the call, which negotiated prices may be bound to
 */
public record PriceKey(
    Target target,
    ServiceTier tier,
    PriceAttributes attributes,
    @Nullable String account,
    Tags tags) {
  /** Refuses nulls. */
  public PriceKey {
    requireNonNull(target, "target");
    requireNonNull(tier, "tier");
    requireNonNull(attributes, "attributes");
    requireNonNull(tags, "tags");
  }

  /** A call of which no more is known than its target and tier. */
  public static PriceKey of(Target target, ServiceTier tier) {
    return new PriceKey(target, tier, PriceAttributes.none(), null, Tags.none());
  }

  /** This with what splits prices further. */
  public PriceKey with(PriceAttributes attributes) {
    return new PriceKey(target, tier, attributes, account, tags);
  }
}
