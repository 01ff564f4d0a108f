package io.costaware.usage;

/**
 * Reckons tokens of text without a tokenizer, on the high side, for ceilings: three ASCII letters
 * or blanks a token, one token for a digit or a mark, one and a half for any other character, and
 * half a token more for the scripts that tokenizers cut finest. What is likelier, {@link TextShape}
 * tells.
 *
 * <p>Long texts are sampled, so that the reckoning costs the same for a page and for a book.
 *
 * <p>Safe for use by many threads.
 */
public final class TokenHeuristic {
  private static final int SAMPLE = 256;

  private TokenHeuristic() {}

  /** Tokens of a text, rounded up. */
  public static long tokens(CharSequence text) {
    int length = text.length();
    int step = length <= SAMPLE ? 1 : length / SAMPLE;
    long seen = 0;
    long dense = 0;
    long wide = 0;
    long fine = 0;
    for (int i = 0; i < length; i += step) {
      seen++;
      char c = text.charAt(i);
      if (c > 127) {
        wide++;
        fine += isCutFine(c) ? 1 : 0;
      } else if (isDense(c)) {
        dense++;
      }
    }
    if (seen == 0) {
      return 0;
    }
    long wideChars = scaled(wide, length, seen);
    long denseChars = Math.min(length - wideChars, scaled(dense, length, seen));
    return tokens(length - wideChars - denseChars, denseChars, wideChars)
        + (scaled(fine, length, seen) + 1) / 2;
  }

  private static long scaled(long count, long length, long seen) {
    return (count * length + seen - 1) / seen;
  }

  /**
   * Tokens of a text of which the characters have been counted, rounded up.
   *
   * @param letters ASCII letters and blanks
   * @param dense ASCII digits and marks
   * @param wideChars characters beyond ASCII, as Java counts them
   */
  public static long tokens(long letters, long dense, long wideChars) {
    return (letters + 2) / 3 + dense + (wideChars * 3 + 1) / 2;
  }

  /** Whether an ASCII character is a digit or a mark, most of which are a token of their own. */
  public static boolean isDense(int c) {
    return c > ' ' && c < 127 && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z');
  }

  /** Thai and its neighbours, Vietnamese, and what Java needs two characters for. */
  private static boolean isCutFine(char c) {
    return (c >= 0x0E00 && c < 0x1100) || (c >= 0x1E00 && c < 0x1F00) || Character.isSurrogate(c);
  }

  /**
   * Tokens of JSON or of text of which only the size in bytes of UTF-8 is known, rounded up: three
   * bytes a token. Text that is mostly digits has more.
   */
  public static long tokensOfBytes(long bytes) {
    return (bytes + 2) / 3;
  }
}
