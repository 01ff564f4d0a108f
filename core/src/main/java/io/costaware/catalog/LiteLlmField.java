package io.costaware.catalog;

import io.costaware.usage.Meter;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a cost field of the map prices: its name is a base and suffixes for tier, band and more.
 *
 * <p>Immutable.
 *
 * @param base the field without its suffixes
 * @param meter what it prices
 * @param tier the service tier of its suffix, {@code standard} without one
 * @param above prompt tokens above which it holds; 0 without a suffix
 * @param attributes what its suffixes say beside
 */
record LiteLlmField(
    String base, Meter meter, String tier, long above, Map<String, String> attributes) {
  private static final Map<String, Meter> BASES =
      Map.ofEntries(
          Map.entry("input_cost_per_token", Meter.INPUT),
          Map.entry("output_cost_per_token", Meter.OUTPUT),
          Map.entry("cache_read_input_token_cost", Meter.CACHE_READ),
          Map.entry("cache_creation_input_token_cost", Meter.CACHE_WRITE_5M),
          Map.entry("cache_creation_input_token_cost_above_1hr", Meter.CACHE_WRITE_1H),
          Map.entry("input_cost_per_audio_token", Meter.INPUT_AUDIO),
          Map.entry("output_cost_per_audio_token", Meter.OUTPUT_AUDIO),
          Map.entry("cache_read_input_audio_token_cost", Meter.CACHE_READ_AUDIO),
          Map.entry("cache_read_input_token_cost_per_audio_token", Meter.CACHE_READ_AUDIO),
          Map.entry("input_cost_per_image_token", Meter.INPUT_IMAGE),
          Map.entry("output_cost_per_image_token", Meter.OUTPUT_IMAGE),
          Map.entry("input_cost_per_video_token", Meter.INPUT_VIDEO),
          Map.entry("output_cost_per_video_token", Meter.OUTPUT_VIDEO),
          Map.entry("input_cost_per_image", Meter.INPUT_IMAGE_EACH),
          Map.entry("output_cost_per_image", Meter.OUTPUT_IMAGE_EACH),
          Map.entry("input_cost_per_audio_per_second", Meter.INPUT_AUDIO_SECOND),
          Map.entry("input_cost_per_video_per_second", Meter.INPUT_VIDEO_SECOND),
          Map.entry("output_cost_per_video_per_second", Meter.OUTPUT_VIDEO_SECOND),
          Map.entry("input_cost_per_character", Meter.INPUT_CHARACTER),
          Map.entry("output_cost_per_character", Meter.OUTPUT_CHARACTER),
          Map.entry("input_cost_per_query", Meter.QUERY),
          Map.entry("ocr_cost_per_page", Meter.OCR_PAGE));

  private static final Pattern TIER = Pattern.compile("(.*)_(batches|flex|priority)");
  private static final Pattern BAND = Pattern.compile("(.*)_above_([1-9][0-9]{0,5})k_tokens");
  private static final Pattern LONGER = Pattern.compile("(.*)_above_([1-9][0-9]?)s_interval");
  private static final Pattern RESOLUTION = Pattern.compile("(.*_per_second)_([0-9]{3,4}p|4k)");

  /** Null if the field is none of these. */
  static @Nullable LiteLlmField of(String name, boolean makesVideo) {
    String base = name;
    String tier = "standard";
    long above = 0;
    Map<String, String> attributes = Map.of();
    Matcher suffix = TIER.matcher(base);
    if (suffix.matches()) {
      tier = suffix.group(2).equals("batches") ? "batch" : suffix.group(2);
      base = suffix.group(1);
    }
    suffix = BAND.matcher(base);
    if (suffix.matches()) {
      above = Long.parseLong(suffix.group(2)) * 1000;
      base = suffix.group(1);
    }
    suffix = LONGER.matcher(base);
    if (suffix.matches()) {
      attributes = Map.of("over_seconds", suffix.group(2));
      base = suffix.group(1);
    }
    suffix = RESOLUTION.matcher(base);
    if (suffix.matches()) {
      attributes = Map.of("resolution", suffix.group(2));
      base = suffix.group(1);
    }
    Meter meter = BASES.get(base);
    // A second of what makes no video is an hour of bought capacity, by the second.
    if (base.equals("output_cost_per_second") && makesVideo) {
      meter = Meter.OUTPUT_VIDEO_SECOND;
    }
    return meter == null ? null : new LiteLlmField(base, meter, tier, above, attributes);
  }
}
