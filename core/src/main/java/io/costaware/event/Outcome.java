package io.costaware.event;

import static java.util.Objects.requireNonNull;

import io.costaware.pricing.PriceAttributes;
import io.costaware.target.ServiceTier;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended and what is known of its usage, as the provider's module saw it.
 *
 * <p>Immutable.
 */
public final class Outcome {
  /**
   * How much is known of the usage.
   *
   * <p>Immutable.
   */
  public enum Knowledge {
    /** The provider reported all of it. */
    WHOLE,
    /** Some of it is known; the rest must be estimated. */
    PART,
    /** Nothing is known, and the call may have cost something. */
    NOTHING,
    /** It is known that nothing was billed. */
    FREE
  }

  private static final PriceAttributes NONE = PriceAttributes.none();
  private static final Pattern ERROR_KIND =
      Pattern.compile("[A-Za-z0-9_.$-]{1,200}( \\(?[0-9]{3}\\b\\)?)?");

  private final CallResult result;
  private final Knowledge knowledge;
  private final Usage usage;
  private final RawUsage raw;
  private final @Nullable ServiceTier servedTier;
  private final @Nullable String servedModel;
  private final @Nullable String requestId;
  private final @Nullable String error;
  private final @Nullable String basis;
  private final PriceAttributes attributes;

  private Outcome(
      CallResult result,
      Knowledge knowledge,
      Usage usage,
      RawUsage raw,
      @Nullable ServiceTier servedTier,
      @Nullable String servedModel,
      @Nullable String requestId,
      @Nullable String error,
      @Nullable String basis,
      PriceAttributes attributes) {
    this.result = requireNonNull(result, "result");
    this.knowledge = requireNonNull(knowledge, "knowledge");
    this.usage = requireNonNull(usage, "usage");
    this.raw = requireNonNull(raw, "raw");
    this.servedTier = servedTier;
    this.servedModel = servedModel;
    this.requestId = requestId;
    this.error = error;
    this.basis = basis;
    this.attributes = requireNonNull(attributes, "attributes");
  }

  /** The provider reported the usage. */
  public static Outcome measured(Usage usage, RawUsage raw) {
    return new Outcome(
        CallResult.SUCCEEDED, Knowledge.WHOLE, usage, raw, null, null, null, null, null, NONE);
  }

  /**
   * The answer is incomplete or silent on its usage, and some of it is known.
   *
   * @param known a lower bound of the usage
   * @param basis how the rest is estimated, in words
   */
  public static Outcome partlyMeasured(CallResult result, Usage known, RawUsage raw, String basis) {
    return new Outcome(result, Knowledge.PART, known, raw, null, null, null, null, basis, NONE);
  }

  /** Nothing is known of the usage, and the call may have cost something. */
  public static Outcome unmeasured(CallResult result, String basis) {
    return new Outcome(
        result,
        Knowledge.NOTHING,
        Usage.none(),
        RawUsage.none(),
        null,
        null,
        null,
        null,
        basis,
        NONE);
  }

  /** The call is known to have cost nothing: it is free, or was refused before inference. */
  public static Outcome free(CallResult result) {
    return new Outcome(
        result, Knowledge.FREE, Usage.none(), RawUsage.none(), null, null, null, null, null, NONE);
  }

  /** This, ended otherwise for its caller: usage may be whole though the caller failed. */
  public Outcome withResult(CallResult result) {
    return new Outcome(
        result,
        knowledge,
        usage,
        raw,
        servedTier,
        servedModel,
        requestId,
        error,
        basis,
        attributes);
  }

  /** This with the tier that the provider says it served. */
  public Outcome withServedTier(@Nullable ServiceTier tier) {
    return new Outcome(
        result, knowledge, usage, raw, tier, servedModel, requestId, error, basis, attributes);
  }

  /** This with the model that the provider says it served. */
  public Outcome withServedModel(@Nullable String model) {
    return new Outcome(
        result, knowledge, usage, raw, servedTier, model, requestId, error, basis, attributes);
  }

  /** This with the provider's id of the request. */
  public Outcome withRequestId(@Nullable String id) {
    return new Outcome(
        result, knowledge, usage, raw, servedTier, servedModel, id, error, basis, attributes);
  }

  /**
   * This with the kind of error: an exception's class, and an HTTP status after it. What else it
   * says is cut off, because an exception's message may quote the prompt.
   */
  public Outcome withError(@Nullable String error) {
    return new Outcome(
        result,
        knowledge,
        usage,
        raw,
        servedTier,
        servedModel,
        requestId,
        kind(error),
        basis,
        attributes);
  }

  /** This with what the answer tells that splits the price, such as a resolution. */
  public Outcome withAttributes(PriceAttributes attributes) {
    if (attributes.equals(this.attributes)) {
      return this;
    }
    return new Outcome(
        result,
        knowledge,
        usage,
        raw,
        servedTier,
        servedModel,
        requestId,
        error,
        basis,
        attributes);
  }

  private static @Nullable String kind(@Nullable String error) {
    if (error == null) {
      return null;
    }
    Matcher kind = ERROR_KIND.matcher(error);
    return kind.lookingAt() ? kind.group() : "unnamed";
  }

  /** How it ended for the caller. */
  public CallResult result() {
    return result;
  }

  /** How much is known of the usage. */
  public Knowledge knowledge() {
    return knowledge;
  }

  /** The usage, or its known part. */
  public Usage usage() {
    return usage;
  }

  /** The provider's own numbers. */
  public RawUsage raw() {
    return raw;
  }

  /** The tier that was served; null if the provider did not say. */
  public @Nullable ServiceTier servedTier() {
    return servedTier;
  }

  /** The model that was served, where it differs from the one asked; null if not said. */
  public @Nullable String servedModel() {
    return servedModel;
  }

  /** The provider's id of the request; null if there is none. */
  public @Nullable String requestId() {
    return requestId;
  }

  /** The kind of error; null if there was none. */
  public @Nullable String error() {
    return error;
  }

  /** How the unknown part is estimated; null if nothing is. */
  public @Nullable String basis() {
    return basis;
  }

  /** What the answer tells that splits the price; never null. */
  public PriceAttributes attributes() {
    return attributes;
  }

  /** The result and what is known of the usage. */
  @Override
  public String toString() {
    return result.id() + ", usage " + knowledge + " " + usage + (error == null ? "" : ", " + error);
  }
}
