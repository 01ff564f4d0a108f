package io.costaware.call;

import static java.util.Objects.requireNonNull;

import io.costaware.pricing.PriceAttributes;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.ServiceTier;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's module read out of a request before it is sent.
 *
 * <p>Immutable.
 *
 * @param origin the client that makes the call
 * @param operation what is called
 * @param model the model as the request names it: alias, id, profile, ARN
 * @param tier the tier that the request asks for
 * @param tags the tags that the request itself carries
 * @param size how large the request is
 * @param attributes what the request tells that splits the price, such as a resolution
 * @param freeCount has the provider count the input; null if it cannot
 */
public record CallIntent(
    CallOrigin origin,
    Operation operation,
    String model,
    ServiceTier tier,
    Tags tags,
    Size size,
    PriceAttributes attributes,
    @Nullable FreeCount freeCount) {
  /** Refuses nulls but for the count. */
  public CallIntent {
    requireNonNull(origin, "origin");
    requireNonNull(operation, "operation");
    requireNonNull(model, "model");
    requireNonNull(tier, "tier");
    requireNonNull(tags, "tags");
    requireNonNull(size, "size");
    requireNonNull(attributes, "attributes");
  }

  /** A request whose input the provider cannot count. */
  public CallIntent(
      CallOrigin origin,
      Operation operation,
      String model,
      ServiceTier tier,
      Tags tags,
      Size size,
      PriceAttributes attributes) {
    this(origin, operation, model, tier, tags, size, attributes, null);
  }

  /** A request that tells nothing that splits its price. */
  public CallIntent(
      CallOrigin origin,
      Operation operation,
      String model,
      ServiceTier tier,
      Tags tags,
      Size size) {
    this(origin, operation, model, tier, tags, size, PriceAttributes.none());
  }

  /** This with what the request tells that splits the price. */
  public CallIntent withAttributes(PriceAttributes attributes) {
    return new CallIntent(origin, operation, model, tier, tags, size, attributes, freeCount);
  }

  /** This with a count by the provider, which is asked for only near a limit. */
  public CallIntent withFreeCount(FreeCount count) {
    return new CallIntent(origin, operation, model, tier, tags, size, attributes, count);
  }

  /**
   * How large a request is, in tokens and in what else it fixes.
   *
   * <p>Immutable.
   *
   * @param inputTokens tokens of input, estimated or counted
   * @param inputBasis how they were reckoned, for example {@code estimated}
   * @param maxOutputTokens the request's own cap; {@link #UNCAPPED} if it has none, 0 if the
   *     operation makes no output tokens
   * @param candidates how many answers are asked for, at least 1
   * @param cacheWrites whether the prompt may be written to a cache
   * @param richMedia whether input or output may be other than text
   * @param openEnded whether fees may arise that no cap bounds: grounding, server tools
   * @param fees what the request itself fixes beside tokens, such as images to make, seconds of
   *     video or queries; it is held with the tokens
   */
  public record Size(
      long inputTokens,
      String inputBasis,
      long maxOutputTokens,
      int candidates,
      boolean cacheWrites,
      boolean richMedia,
      boolean openEnded,
      Usage fees) {
    /** Refuses nulls. */
    public Size {
      requireNonNull(inputBasis, "inputBasis");
      requireNonNull(fees, "fees");
    }

    /** A request that fixes nothing beside tokens. */
    public Size(
        long inputTokens,
        String inputBasis,
        long maxOutputTokens,
        int candidates,
        boolean cacheWrites,
        boolean richMedia,
        boolean openEnded) {
      this(
          inputTokens,
          inputBasis,
          maxOutputTokens,
          candidates,
          cacheWrites,
          richMedia,
          openEnded,
          Usage.none());
    }

    /** This with what the request itself fixes beside tokens; it is held with them. */
    public Size withFees(Usage fees) {
      return new Size(
          inputTokens,
          inputBasis,
          maxOutputTokens,
          candidates,
          cacheWrites,
          richMedia,
          openEnded,
          fees);
    }

    /** This with another number of input tokens, and how they were reckoned. */
    public Size withInput(long tokens, String basis) {
      return new Size(
          tokens, basis, maxOutputTokens, candidates, cacheWrites, richMedia, openEnded, fees);
    }

    /** This with the input that the provider has counted, which nothing is added to. */
    public Size counted(long tokens) {
      return withInput(tokens, COUNTED);
    }

    boolean isCounted() {
      return inputBasis.equals(COUNTED);
    }

    private static final String COUNTED = "counted by the provider";

    /** The request caps its output nowhere. */
    public static final long UNCAPPED = -1;

    /** A request of plain text. */
    public static Size text(long inputTokens, long maxOutputTokens) {
      return new Size(inputTokens, "estimated", maxOutputTokens, 1, false, false, false);
    }

    private static final Meter[] TEXT_INPUT = {Meter.INPUT};
    private static final Meter[] CACHED_INPUT = {
      Meter.INPUT, Meter.CACHE_WRITE_5M, Meter.CACHE_WRITE_1H, Meter.CACHE_WRITE_30M
    };
    private static final Meter[] RICH_INPUT = {
      Meter.INPUT,
      Meter.CACHE_WRITE_5M,
      Meter.CACHE_WRITE_1H,
      Meter.CACHE_WRITE_30M,
      Meter.INPUT_AUDIO,
      Meter.INPUT_IMAGE,
      Meter.INPUT_VIDEO
    };
    private static final Meter[] TEXT_OUTPUT = {Meter.OUTPUT};
    private static final Meter[] RICH_OUTPUT = {
      Meter.OUTPUT, Meter.OUTPUT_AUDIO, Meter.OUTPUT_IMAGE, Meter.OUTPUT_VIDEO
    };

    Meter[] inputMeters() {
      return richMedia ? RICH_INPUT : cacheWrites ? CACHED_INPUT : TEXT_INPUT;
    }

    Meter[] outputMeters() {
      return richMedia ? RICH_OUTPUT : TEXT_OUTPUT;
    }
  }
}
