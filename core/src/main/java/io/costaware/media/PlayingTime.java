package io.costaware.media;

/**
 * How long sound and films play, from the header of a WAV file or of an MP4, M4A or QuickTime file.
 *
 * <p>Safe for use by many threads.
 */
public final class PlayingTime {
  /** Nobody can tell from the file's header. */
  public static final long UNKNOWN = -1;

  private PlayingTime() {}

  /** Whole seconds, rounded up; {@link #UNKNOWN} if it is another kind of file or is cut. */
  public static long seconds(byte[] file) {
    Octets octets = new Octets(file);
    if (octets.is(0, "RIFF") && octets.is(8, "WAVE")) {
      return wave(octets, file.length);
    }
    return octets.is(4, "ftyp") ? movie(octets, 0, file.length) : UNKNOWN;
  }

  private static long wave(Octets octets, int length) {
    long perSecond = 0;
    for (long at = 12; at + 8 <= length; ) {
      long size = octets.little((int) at + 4, 4);
      if (octets.is((int) at, "fmt ")) {
        perSecond = octets.little((int) at + 16, 4);
      } else if (octets.is((int) at, "data")) {
        long sound = Math.min(size, length - at - 8);
        return perSecond <= 0 ? UNKNOWN : (sound + perSecond - 1) / perSecond;
      }
      at += 8 + size + (size & 1);
    }
    return UNKNOWN;
  }

  /** The movie header lies in the box {@code moov}, wherever that stands. */
  private static long movie(Octets octets, int from, int to) {
    for (long at = from; at + 8 <= to; ) {
      int box = (int) at;
      long size = octets.big(box, 4);
      int head = size == 1 ? 16 : 8;
      if (size == 1) {
        size = octets.big(box + 8, 8);
      } else if (size == 0) {
        size = to - at;
      }
      if (size < head || at + size > to) {
        return UNKNOWN;
      }
      if (octets.is(box + 4, "moov")) {
        return movie(octets, box + head, (int) (at + size));
      }
      if (octets.is(box + 4, "mvhd")) {
        return header(octets, box + head);
      }
      at += size;
    }
    return UNKNOWN;
  }

  private static long header(Octets octets, int at) {
    boolean wide = octets.big(at, 1) == 1;
    long scale = octets.big(at + (wide ? 20 : 12), 4);
    long units = wide ? octets.big(at + 24, 8) : octets.big(at + 16, 4);
    boolean told = scale > 0 && units >= 0 && units < Long.MAX_VALUE - scale;
    return told ? (units + scale - 1) / scale : UNKNOWN;
  }
}
