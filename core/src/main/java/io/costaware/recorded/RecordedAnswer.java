package io.costaware.recorded;

import static java.util.Objects.requireNonNull;

import io.costaware.event.Outcome;
import io.costaware.pricing.PriceAttributes;
import io.costaware.target.ServiceTier;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.util.List;

/**
 * What a provider's answer says of its usage, restated so that it can be priced.
 *
 * <p>Immutable.
 *
 * @param knowledge how much of the usage is known
 * @param usage the net quantities, or their known part
 * @param raw the provider's own numbers
 * @param tier the tier that was served, or else the one asked for, or else standard
 * @param servedModels the models that the answer or the recording says were behind the name that
 *     was called, ids or ARNs; empty where the name says it all
 * @param attributes what splits the price further
 * @param remarks what does not add up, in words; it is told and never repaired
 */
public record RecordedAnswer(
    Outcome.Knowledge knowledge,
    Usage usage,
    RawUsage raw,
    ServiceTier tier,
    List<String> servedModels,
    PriceAttributes attributes,
    List<String> remarks) {
  /** Copies the lists. */
  public RecordedAnswer {
    requireNonNull(knowledge, "knowledge");
    requireNonNull(usage, "usage");
    requireNonNull(raw, "raw");
    requireNonNull(tier, "tier");
    servedModels = List.copyOf(servedModels);
    requireNonNull(attributes, "attributes");
    remarks = List.copyOf(remarks);
  }

  /** An answer whose usage is known. */
  public static RecordedAnswer measured(Usage usage, RawUsage raw, ServiceTier tier) {
    return new RecordedAnswer(
        Outcome.Knowledge.WHOLE, usage, raw, tier, List.of(), PriceAttributes.none(), List.of());
  }

  /** A call that is known to have cost nothing, or of which nothing is known. */
  public static RecordedAnswer without(Outcome.Knowledge knowledge, ServiceTier tier) {
    return new RecordedAnswer(
        knowledge,
        Usage.none(),
        RawUsage.none(),
        tier,
        List.of(),
        PriceAttributes.none(),
        List.of());
  }
}
