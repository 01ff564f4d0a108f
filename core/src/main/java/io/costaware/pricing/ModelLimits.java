package io.costaware.pricing;

/**
 * What a model takes and gives at most.
 *
 * <p>Immutable.
 *
 * @param contextTokens tokens of prompt and answer together; 0 where not known
 * @param maxOutputTokens tokens of one answer; 0 where not known
 */
public record ModelLimits(long contextTokens, long maxOutputTokens) {
  /** Nothing is known. */
  public static final ModelLimits UNKNOWN = new ModelLimits(0, 0);

  /** Refuses negative limits. */
  public ModelLimits {
    if (contextTokens < 0 || maxOutputTokens < 0) {
      throw new IllegalArgumentException(
          "A model's limits cannot be negative: context "
              + contextTokens
              + ", output "
              + maxOutputTokens);
    }
  }
}
