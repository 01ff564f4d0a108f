package io.costaware.tags;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What a destination asks of its keys, or of its values. Lengths are counted in code points.
 *
 * @param min the least length
 * @param max the greatest length
 * @param characters the legal characters, as the class of a regular expression
 * @param start the legal first characters; null if any legal character may come first
 * @param folded whether upper case is turned into lower case first
 * @param replacement what stands in for an illegal character; null if that is an error
 */
record TextRule(
    int min,
    int max,
    Pattern characters,
    @Nullable Pattern start,
    boolean folded,
    @Nullable Character replacement) {
  TextRule {
    if (min < 0 || max < 1 || min > max) {
      throw new IllegalArgumentException(
          "A length of " + min + " to " + max + " characters fits no text; use 0 <= least <= most");
    }
    if (replacement != null && !matches(characters, replacement.toString())) {
      throw new IllegalArgumentException(
          "'" + replacement + "' can't replace illegal characters: it is not within " + characters);
    }
  }

  static TextRule of(int min, int max, String characters) {
    return new TextRule(min, max, characterClass(characters), null, false, null);
  }

  static Pattern characterClass(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a character class such as [a-z0-9_]: " + e.getDescription(), e);
    }
  }

  TextRule startingWith(Pattern first) {
    return new TextRule(min, max, characters, first, folded, replacement);
  }

  TextRule folding() {
    return new TextRule(min, max, characters, start, true, replacement);
  }

  TextRule replacingIllegalWith(char legal) {
    return new TextRule(min, max, characters, start, folded, legal);
  }

  /** The text as the destination gets it; still to be checked with {@link #problemOf}. */
  String apply(String text) {
    String cased = folded ? text.toLowerCase(Locale.ROOT) : text;
    if (replacement == null) {
      return cased;
    }
    char legal = replacement;
    StringBuilder result = new StringBuilder(cased.length());
    cased
        .codePoints()
        .forEach(
            c -> {
              if (matches(characters, Character.toString(c))) {
                result.appendCodePoint(c);
              } else {
                result.append(legal);
              }
            });
    return result.toString();
  }

  /** What is wrong with a text that {@link #apply} gave, or null if nothing is. */
  @Nullable String problemOf(String text) {
    int length = text.codePointCount(0, text.length());
    if (length < min || length > max) {
      return "has " + length + " characters, allowed are " + min + " to " + max;
    }
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!matches(characters, Character.toString(c))) {
        return "holds '" + Character.toString(c) + "', allowed is " + characters;
      }
      if (i == 0 && start != null && !matches(start, Character.toString(c))) {
        return "begins with '" + Character.toString(c) + "', allowed is " + start;
      }
      i += Character.charCount(c);
    }
    return null;
  }

  private static boolean matches(Pattern pattern, String character) {
    return pattern.matcher(character).matches();
  }
}
