package io.costaware.usage;

/**
 * Reckons tokens of text without a tokenizer, on the high side: three ASCII characters a token, and
 * one and a half tokens for any other character. Providers' own rule of thumb is four English
 * characters a token; code and other languages run shorter.
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
    long wide = 0;
    for (int i = 0; i < length; i += step) {
      seen++;
      if (text.charAt(i) > 127) {
        wide++;
      }
    }
    if (seen == 0) {
      return 0;
    }
    long wideChars = (wide * length + seen - 1) / seen;
    return tokens(length - wideChars, wideChars);
  }

  /** Tokens of a text of which the characters have been counted, rounded up. */
  public static long tokens(long asciiChars, long wideChars) {
    return (asciiChars + 2) / 3 + (wideChars * 3 + 1) / 2;
  }

  /** Tokens of text of which only the size in bytes of UTF-8 is known, rounded up. */
  public static long tokensOfBytes(long bytes) {
    return (bytes + 2) / 3;
  }
}
