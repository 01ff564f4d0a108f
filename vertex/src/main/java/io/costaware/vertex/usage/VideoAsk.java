package io.costaware.vertex.usage;

import io.costaware.pricing.PriceAttributes;
import io.costaware.usage.Meter;
import io.costaware.usage.Usage;
import java.util.List;
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
   * What splits the price. A request that is silent on sound is taken as one for sound, the dearer;
   * the models that make none say nothing of it.
   */
  public PriceAttributes attributes() {
    String audio =
        isSilent() ? "unspecified" : Boolean.FALSE.equals(sound) ? "video_only" : "with_audio";
    String size = resolution == null ? DEFAULT_RESOLUTION : resolution.toLowerCase(Locale.ROOT);
    return PriceAttributes.of("audio", audio).with("resolution", size);
  }

  /** What had to be assumed, in words. */
  public List<String> remarks() {
    return sound == null && !isSilent()
        ? List.of("the request does not say whether with sound; taken as with sound")
        : List.of();
  }

  private boolean isSilent() {
    return model.startsWith("veo-2");
  }
}
