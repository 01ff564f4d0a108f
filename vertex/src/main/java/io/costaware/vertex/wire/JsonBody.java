package io.costaware.vertex.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.costaware.usage.TokenHeuristic;
import io.costaware.vertex.usage.JsonNames;
import io.costaware.vertex.usage.JsonText;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the JSON of a body where it lies. What is passed over is neither copied nor
 * decoded, and is checked only as far as is needed to find its end: the provider refuses the rest.
 *
 * <p>For use by one thread.
 */
final class JsonBody {
  private static final JsonFactory JSON = new JsonFactory();

  private final byte[] bytes;
  private final JsonNames names;
  private int at;
  private int nameFrom;
  private int nameTo;

  /**
   * A walk that begins at the first byte.
   *
   * @param names those that {@link #nextName} tells apart
   */
  JsonBody(byte[] bytes, JsonNames names) {
    this.bytes = bytes;
    this.names = names;
  }

  /** The offset of the next byte to be read. */
  int at() {
    return at;
  }

  /** The first byte of the next value, which tells its kind; it stays to be read. */
  byte peek() throws IOException {
    while (isSpace(here())) {
      at++;
    }
    return bytes[at];
  }

  /** Steps into the next value if it is an object, or else over it. */
  boolean entersObject() throws IOException {
    return enters('{');
  }

  /** Steps into the next value if it is an array, or else over it. */
  boolean entersArray() throws IOException {
    return enters('[');
  }

  private boolean enters(char bracket) throws IOException {
    if (peek() == bracket) {
      at++;
      return true;
    }
    skip();
    return false;
  }

  /**
   * Moves to the next member's value.
   *
   * @return its name; an empty one if it is not known; null if the object has ended
   */
  @Nullable String nextName() throws IOException {
    if (!more('}')) {
      return null;
    }
    if (peek() != '"') {
      throw new IOException("a member of a JSON object has no name");
    }
    nameFrom = at + 1;
    text();
    nameTo = at - 1;
    if (peek() != ':') {
      throw new IOException("a member of a JSON object has no value");
    }
    at++;
    peek();
    String known = names.find(bytes, nameFrom, nameTo);
    if (known == null && isEscaped(nameFrom, nameTo)) {
      String decoded = name();
      return names.find(decoded.getBytes(ISO_8859_1), 0, decoded.length()) == null ? "" : decoded;
    }
    return known == null ? "" : known;
  }

  /** The member's name, known or not. */
  String name() throws IOException {
    return decoded(nameFrom, nameTo);
  }

  /** Moves to the next element of an array, if there is one. */
  boolean nextElement() throws IOException {
    return more(']');
  }

  private boolean more(char end) throws IOException {
    byte next = peek();
    if (next == ',') {
      at++;
      next = peek();
    }
    if (next == end) {
      at++;
      return false;
    }
    return true;
  }

  /** Passes over the next value, whatever it is. */
  void skip() throws IOException {
    int depth = 0;
    do {
      switch (peek()) {
        case '"' -> text();
        case '{', '[' -> {
          depth++;
          at++;
        }
        case '}', ']' -> {
          depth--;
          at++;
        }
        case ',', ':' -> at++;
        default -> word();
      }
    } while (depth > 0);
    if (depth < 0) {
      throw new IOException("a JSON value is missing");
    }
  }

  private void word() throws IOException {
    while (!isDelimiter(here())) {
      at++;
    }
  }

  /** The next value if it is a text; null if it is none. */
  @Nullable String string() throws IOException {
    int from = at + 1;
    boolean isText = peek() == '"';
    skip();
    return isText ? decoded(from, at - 1) : null;
  }

  /** The whole part of the next value if it is a number, quoted or not. */
  long number(long otherwise) throws IOException {
    int quote = peek() == '"' ? 1 : 0;
    int from = at + quote;
    skip();
    try {
      return new BigDecimal(new String(bytes, from, at - quote - from, ISO_8859_1)).longValue();
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  /** Passes over the next value and reckons its tokens; none if it is not a text. */
  long textTokens() throws IOException {
    if (peek() == '"') {
      return text();
    }
    skip();
    return 0;
  }

  /** Passes over a text that begins here. */
  private long text() throws IOException {
    long ascii = 0;
    long dense = 0;
    long wide = 0;
    int i = at + 1;
    while (true) {
      int plain = JsonText.endOfPlain(bytes, i, bytes.length);
      ascii += plain - i;
      dense += dense(i, plain);
      i = plain;
      if (i >= bytes.length) {
        throw cut();
      }
      byte b = bytes[i++];
      if (b == '"') {
        at = i;
        return TokenHeuristic.tokens(ascii - dense, dense, wide);
      } else if (b == '\\') {
        boolean isWide = isWideEscape(i);
        wide += isWide ? 1 : 0;
        ascii += isWide ? 0 : 1;
        i += i < bytes.length && bytes[i] == 'u' ? 5 : 1;
      } else if (b >= 0) {
        ascii++;
      } else if ((b & 0xC0) == 0xC0) {
        // A sequence of four bytes is two characters of Java's.
        wide += (b & 0xF0) == 0xF0 ? 2 : 1;
      }
    }
  }

  private long dense(int from, int to) {
    long dense = 0;
    for (int i = from; i < to; i++) {
      dense += TokenHeuristic.isDense(bytes[i]) ? 1 : 0;
    }
    return dense;
  }

  /** Whether four hexadecimal digits behind the backslash stand for more than ASCII. */
  private boolean isWideEscape(int i) {
    return i + 4 < bytes.length
        && bytes[i] == 'u'
        && (bytes[i + 1] != '0' || bytes[i + 2] != '0' || bytes[i + 3] >= '8');
  }

  private String decoded(int from, int to) throws IOException {
    if (!isEscaped(from, to)) {
      return new String(bytes, from, to - from, UTF_8);
    }
    try (JsonParser parser = JSON.createParser(bytes, from - 1, to - from + 2)) {
      parser.nextToken();
      return parser.getText();
    }
  }

  private boolean isEscaped(int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\\') {
        return true;
      }
    }
    return false;
  }

  private byte here() throws IOException {
    if (at >= bytes.length) {
      throw cut();
    }
    return bytes[at];
  }

  private static IOException cut() {
    return new EOFException("the JSON ends before its time");
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private static boolean isDelimiter(byte b) {
    return b == ',' || b == ':' || b == ']' || b == '}' || isSpace(b);
  }
}
