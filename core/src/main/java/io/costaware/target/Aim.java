package io.costaware.target;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What a model's name says about where a call goes: a priceable {@link Target}, an inference
 * profile whose models must be looked up, throughput that was bought beforehand, or nothing that
 * could be priced.
 *
 * <p>Immutable.
 */
public sealed interface Aim {
  /**
   * The name says it all.
   *
   * <p>Immutable.
   *
   * @param target the priceable aim
   */
  record Priceable(Target target) implements Aim {}

  /**
   * An application inference profile: opaque until somebody looks up the models behind it.
   *
   * <p>Immutable.
   *
   * @param arn the profile's ARN
   */
  record Profile(String arn) implements Aim {}

  /**
   * Throughput that was bought beforehand: a call adds nothing to the bill, whichever model answers
   * it. The name does not tell the model, so there is no list price to show beside.
   *
   * <p>Immutable.
   *
   * @param arn the ARN that the call names
   * @param tier how it was bought; {@link ServiceTier#isPrepaid} holds
   * @param region the Region of the call; null where not known
   */
  record Prepaid(String arn, ServiceTier tier, @Nullable String region) implements Aim {
    /** Refuses a tier that is paid for call by call. */
    public Prepaid {
      requireNonNull(arn, "arn");
      if (!tier.isPrepaid()) {
        throw new IllegalArgumentException(
            "Tier '"
                + tier
                + "' of '"
                + arn
                + "' is paid for by the call; use provisioned or reserved");
      }
    }
  }

  /**
   * Nothing in the name that a price could be found for.
   *
   * <p>Immutable.
   *
   * @param reason what was read and what to do
   */
  record Unpriceable(String reason) implements Aim {}
}
