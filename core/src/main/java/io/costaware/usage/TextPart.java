package io.costaware.usage;

/**
 * What a text is counted by, to reckon its tokens. The order is that of the figures in {@link
 * TokenFamily}.
 *
 * <p>Immutable.
 */
enum TextPart {
  /** A run of Latin letters, or the part of one from a capital on. */
  WORD,
  /** A letter of a run past its sixth. */
  LONG_WORD,
  /** A Latin letter with an accent. */
  ACCENT,
  /** A Latin letter with two, as in Vietnamese. */
  TWO_ACCENTS,
  /** A digit. */
  DIGIT,
  /** A mark. */
  MARK,
  /** The end of a line. */
  LINE,
  /** A run of two or more blanks. */
  INDENT,
  /** A letter of the Cyrillic script. */
  CYRILLIC,
  /** A letter of the Greek script. */
  GREEK,
  /** A letter of the Hebrew script. */
  HEBREW,
  /** A letter of the Arabic script. */
  ARABIC,
  /** A letter of a script of India. */
  INDIC,
  /** A letter of Thai and its neighbours. */
  THAI,
  /** A Korean syllable. */
  HANGUL,
  /** A Japanese syllable. */
  KANA,
  /** A Chinese character, or a mark of East Asia. */
  HAN,
  /** Half of what Java needs two characters for, and all that is not named before. */
  OTHER;

  static TextPart of(char c) {
    if (c < 0x80) {
      return c >= '0' && c <= '9' ? DIGIT : MARK;
    }
    if (c < 0x370) {
      return c < 0xC0 || c == 0xD7 || c == 0xF7 ? MARK : c < 0x250 ? ACCENT : OTHER;
    }
    return c < 0x1100 ? western(c) : eastern(c);
  }

  private static TextPart western(char c) {
    if (c < 0x400) {
      return GREEK;
    }
    if (c < 0x530) {
      return CYRILLIC;
    }
    if (c < 0x590) {
      return OTHER;
    }
    if (c < 0x600) {
      return HEBREW;
    }
    if (c < 0x780) {
      return ARABIC;
    }
    return c < 0x900 ? OTHER : c < 0xE00 ? INDIC : THAI;
  }

  private static TextPart eastern(char c) {
    if (c < 0x1200 || (c >= 0xAC00 && c < 0xD800)) {
      return HANGUL;
    }
    if (c >= 0x1E00 && c < 0x1F00) {
      return TWO_ACCENTS;
    }
    if (c >= 0x1F00 && c < 0x2000) {
      return GREEK;
    }
    if (c >= 0x2000 && c < 0x2070) {
      return c == 0x200D ? OTHER : MARK;
    }
    if (c >= 0x3040 && c < 0x3100) {
      return KANA;
    }
    boolean han =
        (c >= 0x3000 && c < 0x3040)
            || (c >= 0x3400 && c < 0xA000)
            || (c >= 0xF900 && c < 0xFB00)
            || (c >= 0xFF00 && c < 0xFFEF);
    return han ? HAN : OTHER;
  }
}
