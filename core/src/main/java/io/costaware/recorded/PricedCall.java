package io.costaware.recorded;

import static java.util.Objects.requireNonNull;

import io.costaware.event.Outcome;
import io.costaware.pricing.Receipt;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recorded call and what it cost.
 *
 * <p>Immutable.
 *
 * @param call what was recorded
 * @param knowledge how much is known of its usage
 * @param target what the model's name led to; null if it led to nothing that could be priced
 * @param tier the tier that was served, or else the one asked for
 * @param receipt the cost and how it follows
 * @param warnings what a reader should know, those of the receipt included
 */
public record PricedCall(
    RecordedCall call,
    Outcome.Knowledge knowledge,
    @Nullable Target target,
    ServiceTier tier,
    Receipt receipt,
    List<String> warnings) {
  /** Copies the list. */
  public PricedCall {
    requireNonNull(call, "call");
    requireNonNull(knowledge, "knowledge");
    requireNonNull(tier, "tier");
    requireNonNull(receipt, "receipt");
    warnings = List.copyOf(warnings);
  }

  /** The base model, or the name as it was sent where it led to none. */
  public String model() {
    return target == null ? call.model() : target.model();
  }
}
