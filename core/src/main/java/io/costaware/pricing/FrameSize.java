package io.costaware.pricing;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The size of an image or a video frame in any of the spellings that sheets and calls use: {@code
 * 1024x1024}, {@code upto1024x1024}, {@code 1024-x-1024}, {@code max-x-max}, {@code 720p}, {@code
 * 720p24}, {@code 4k}.
 *
 * <p>Immutable.
 *
 * @param width pixels; 0 where only lines are told
 * @param height pixels or lines of the shorter side
 * @param upTo whether smaller ones are meant as well
 */
record FrameSize(long width, long height, boolean upTo) {
  private static final Pattern PIXELS =
      Pattern.compile("(upto[-_ ]?)?(\\d{1,6})(-?)[x\\u00d7*:](-?)(\\d{1,6})");
  private static final Pattern LINES = Pattern.compile("(\\d{3,5})p(?:\\d{1,3})?");
  private static final Pattern THOUSANDS = Pattern.compile("(upto[-_ ]?)?([1-9]\\d?)k");
  private static final long THOUSAND = 1024;
  private static final long LINES_OF_4K = 2160;

  /** Any size at all. */
  private static final FrameSize ANY = new FrameSize(Integer.MAX_VALUE, Integer.MAX_VALUE, true);

  /** What a text says; null if it is no size. */
  static @Nullable FrameSize parse(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    if (word.equals("max-x-max")) {
      return ANY;
    }
    Matcher pixels = PIXELS.matcher(word);
    if (pixels.matches()) {
      boolean upTo = pixels.group(1) != null || !pixels.group(3).isEmpty();
      return new FrameSize(Long.parseLong(pixels.group(2)), Long.parseLong(pixels.group(5)), upTo);
    }
    Matcher lines = LINES.matcher(word);
    if (lines.matches()) {
      return new FrameSize(0, Long.parseLong(lines.group(1)), false);
    }
    Matcher thousands = THOUSANDS.matcher(word);
    if (thousands.matches()) {
      long side = Long.parseLong(thousands.group(2)) * THOUSAND;
      return new FrameSize(side, side, thousands.group(1) != null);
    }
    return null;
  }

  /** Whether a row of this size prices a call of the other. */
  boolean takes(FrameSize called) {
    if (upTo) {
      // By the number of pixels: a picture of 1280 x 720 is smaller than one of 1024 x 1024.
      return called.pixels() <= pixels();
    }
    if (width > 0 && called.width > 0) {
      return (width == called.width && height == called.height)
          || (isSquareOf4k() && called.lines() == LINES_OF_4K);
    }
    return lines() == called.lines();
  }

  private boolean isSquareOf4k() {
    return width == 4 * THOUSAND && height == 4 * THOUSAND;
  }

  /** The shorter side; 4k is a video of 2160 lines. */
  private long lines() {
    if (isSquareOf4k()) {
      return LINES_OF_4K;
    }
    return width == 0 ? height : Math.min(width, height);
  }

  /** Pixels in all; a video told by its lines is taken as sixteen to nine. */
  long pixels() {
    return width == 0 ? height * height * 16 / 9 : width * height;
  }
}
