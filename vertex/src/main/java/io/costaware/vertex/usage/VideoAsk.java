package io.costaware.vertex.usage;

import io.costaware.pricing.PriceAttributes;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a request for video asks for, which is what decides its price.
 *
 * <p>Immutable.
 *
 * @param model its short name
 * @param videos how many, at least 0
 * @param seconds how long each
 * @param resolution for example {@code 1080p}; null if not told
 * @param sound whether with sound; null if not told
 */
public record VideoAsk(
    String model, long videos, long seconds, @Nullable String resolution, @Nullable Boolean sound) {
  /** The length of a video whose request does not tell it. */
  public static final long DEFAULT_SECONDS = 8;

  private static final String DEFAULT_RESOLUTION = "720p";

  /**
   * The seconds of that many videos.
   *
   * @throws ArithmeticException if they are more than a {@code long} holds
   */
  public Usage usage(long videos) {
    return Usage.builder()
        .add(Meter.OUTPUT_VIDEO_SECOND, Math.multiplyExact(videos, seconds))
        .build();
  }

  /**
   * What splits the price. A request that is silent on sound leaves it open, because a provider's
   * default would be a guess; the models that make none never say.
   */
  public PriceAttributes attributes() {
    PriceAttributes size =
        PriceAttributes.of(
            "resolution",
            resolution == null ? DEFAULT_RESOLUTION : resolution.toLowerCase(Locale.ROOT));
    return sound == null || model.startsWith("veo-2")
        ? size
        : size.with("audio", sound ? "with_audio" : "video_only");
  }
}
