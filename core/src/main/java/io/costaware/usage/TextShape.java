package io.costaware.usage;

import java.util.Arrays;

/**
 * What a text is made of: words, digits, marks, letters of each script. From that the tokens are
 * reckoned that a family of models is likely to count, without its tokenizer. How far off that is
 * stands in {@code docs/estimates.md}.
 *
 * <p>For use by one thread.
 */
public final class TextShape {
  /** Letters of a word that most tokenizers still take for one token. */
  private static final int SHORT_WORD = 6;

  private final long[] parts = new long[TextPart.values().length];

  /** Letters of the word, and blanks in a row, that the text so far ends with. */
  private int letters;

  private int blanks;
  private char before = ' ';

  /** The shape of no text yet. */
  public TextShape() {}

  /** The shape of a text. */
  public static TextShape of(CharSequence text) {
    return new TextShape().add(text);
  }

  /** Adds a text, as if it stood by itself. */
  public TextShape add(CharSequence text) {
    letters = 0;
    blanks = 0;
    before = ' ';
    return append(text);
  }

  /**
   * Adds what follows the text so far, perhaps in the middle of a word: a text in pieces has the
   * shape of the whole.
   */
  public TextShape append(CharSequence more) {
    for (int i = 0; i < more.length(); i++) {
      append(more.charAt(i));
    }
    return this;
  }

  /** Adds the next character of the text so far. */
  public void append(char c) {
    if (isLatin(c)) {
      letters = letter(c, before, letters);
      blanks = 0;
    } else {
      letters = 0;
      blanks = other(c, blanks);
    }
    before = c;
  }

  /** Forgets all; the next text stands by itself. */
  void clear() {
    Arrays.fill(parts, 0);
    letters = 0;
    blanks = 0;
    before = ' ';
  }

  private static boolean isLatin(char c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    TextPart part = TextPart.of(c);
    return part == TextPart.ACCENT || part == TextPart.TWO_ACCENTS;
  }

  /** A capital within a word, as in {@code camelCase}, begins one too. */
  private int letter(char c, char before, int letters) {
    if (c >= 0x80) {
      count(TextPart.of(c));
    }
    boolean hump = c >= 'A' && c <= 'Z' && Character.isLowerCase(before);
    if (letters == 0 || hump) {
      count(TextPart.WORD);
      return 1;
    }
    if (letters >= SHORT_WORD) {
      count(TextPart.LONG_WORD);
    }
    return letters + 1;
  }

  @SuppressWarnings("EnumOrdinal") // The figures of a family stand in the order of the parts.
  private void count(TextPart part) {
    parts[part.ordinal()]++;
  }

  /** Counts a character that is no Latin letter, and tells how many blanks stand in a row. */
  private int other(char c, int blanks) {
    if (c == '\n') {
      count(TextPart.LINE);
      return 0;
    }
    if (c == ' ' || c == '\t' || c == '\r') {
      if (blanks == 1) {
        count(TextPart.INDENT);
      }
      return blanks + 1;
    }
    count(TextPart.of(c));
    return 0;
  }

  /** The tokens that models of a family are likely to count, rounded up. */
  public long tokens(TokenFamily family) {
    return family.tokens(parts);
  }
}
