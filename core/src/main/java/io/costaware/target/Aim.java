package io.costaware.target;

import java.util.function.Function;

/**
 * What a model's name says about where a call goes: a priceable {@link Target}, an inference
 * profile whose models must be looked up, or nothing that could be priced.
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
   * Nothing in the name that a price could be found for.
   *
   * <p>Immutable.
   *
   * @param reason what was read and what to do
   */
  record Unpriceable(String reason) implements Aim {}

  /** Answers by kind. */
  default <T> T fold(
      Function<Target, T> ifPriceable,
      Function<String, T> ifProfile,
      Function<String, T> ifUnpriceable) {
    if (this instanceof Priceable priceable) {
      return ifPriceable.apply(priceable.target());
    }
    return this instanceof Profile profile
        ? ifProfile.apply(profile.arn())
        : ifUnpriceable.apply(((Unpriceable) this).reason());
  }
}
