package io.costaware.media;

import org.jspecify.annotations.Nullable;

/**
 * How many pixels a picture has, from the header of its PNG, JPEG, GIF or WebP file.
 *
 * <p>Immutable.
 *
 * @param width pixels, above zero
 * @param height pixels, above zero
 */
public record ImageSize(int width, int height) {
  /** Refuses what is not above zero. */
  public ImageSize {
    if (width <= 0 || height <= 0) {
      throw new IllegalArgumentException(
          "A picture of " + width + " by " + height + " pixels cannot be; use numbers above zero");
    }
  }

  /** Reads a file's header; null if it is none of these or is cut. */
  public static @Nullable ImageSize of(byte[] file) {
    Octets octets = new Octets(file);
    if (octets.is(0, "\u0089PNG") && file.length >= 24) {
      return of(octets.big(16, 4), octets.big(20, 4));
    }
    if (octets.is(0, "GIF8") && file.length >= 10) {
      return of(octets.little(6, 2), octets.little(8, 2));
    }
    if (octets.is(0, "RIFF") && octets.is(8, "WEBP") && file.length >= 30) {
      return webp(octets);
    }
    return octets.is(0, "\u00FF\u00D8") ? jpeg(octets) : null;
  }

  private static @Nullable ImageSize of(long width, long height) {
    return width <= 0 || height <= 0 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE
        ? null
        : new ImageSize((int) width, (int) height);
  }

  private static @Nullable ImageSize webp(Octets octets) {
    if (octets.is(12, "VP8X")) {
      return of(octets.little(24, 3) + 1, octets.little(27, 3) + 1);
    }
    if (octets.is(12, "VP8L")) {
      long bits = octets.little(21, 4);
      return of((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
    }
    return octets.is(12, "VP8 ")
        ? of(octets.little(26, 2) & 0x3FFF, octets.little(28, 2) & 0x3FFF)
        : null;
  }

  /** The size stands in the frame header, behind segments that each tell their length. */
  private static @Nullable ImageSize jpeg(Octets octets) {
    int at = 2;
    while (octets.has(at + 9)) {
      if (octets.big(at, 1) != 0xFF) {
        return null;
      }
      int marker = (int) octets.big(at + 1, 1);
      boolean frame = marker >= 0xC0 && marker <= 0xCF;
      if (frame && marker != 0xC4 && marker != 0xC8 && marker != 0xCC) {
        return of(octets.big(at + 7, 2), octets.big(at + 5, 2));
      }
      boolean alone = marker == 0xFF || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
      at += alone ? (marker == 0xFF ? 1 : 2) : 2 + (int) Math.max(2, octets.big(at + 2, 2));
    }
    return null;
  }
}
