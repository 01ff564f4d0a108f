package io.costaware.vertex.usage;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks through the bytes of JSON texts, eight at a time: most bytes of a call are such text.
 *
 * <p>Safe for use by many threads.
 */
public final class JsonText {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long QUOTES = '"' * LOW_BITS;
  private static final long BACKSLASHES = '\\' * LOW_BITS;
  private static final long SPACES = ' ' * LOW_BITS;

  private JsonText() {}

  /**
   * Where the first byte stands that is more than plain text: a quote, a backslash, a control
   * character or a part of a character that is not ASCII.
   *
   * @return {@code end} if all bytes from {@code start} on are plain
   */
  public static int endOfPlain(byte[] bytes, int start, int end) {
    int i = start;
    while (i <= end - Long.BYTES) {
      long special = special((long) EIGHT.get(bytes, i));
      if (special != 0) {
        return i + Long.numberOfTrailingZeros(special) / Byte.SIZE;
      }
      i += Long.BYTES;
    }
    while (i < end && isPlain(bytes[i])) {
      i++;
    }
    return i;
  }

  private static boolean isPlain(byte b) {
    return b >= ' ' && b != '"' && b != '\\';
  }

  /**
   * The high bit of each byte that is not plain. A borrow may mark a byte above such a one too, so
   * that only the lowest mark is to be trusted.
   */
  private static long special(long eight) {
    long quotes = eight ^ QUOTES;
    long backslashes = eight ^ BACKSLASHES;
    long zero =
        ((quotes - LOW_BITS) & ~quotes)
            | ((backslashes - LOW_BITS) & ~backslashes)
            | ((eight - SPACES) & ~eight)
            | eight;
    return zero & HIGH_BITS;
  }
}
