package io.costaware.usage;

/**
 * The characters of a text that stands in JSON as UTF-8, read from pieces that may end within an
 * escape or a character.
 *
 * <p>For use by one thread.
 */
final class JsonCharacters {
  private enum State {
    PLAIN,
    ESCAPE,
    HEX,
    CONTINUED
  }

  private final TextShape shape;
  private State state = State.PLAIN;

  /** What has come of a character of several bytes or digits, and how many are still to come. */
  private int code;

  private int missing;

  JsonCharacters(TextShape shape) {
    this.shape = shape;
  }

  void take(byte[] bytes, int start, int end) {
    for (int i = start; i < end; i++) {
      byte b = bytes[i];
      if (state == State.PLAIN && b > 0 && b != '\\') {
        shape.append((char) b);
      } else {
        special(b);
      }
    }
  }

  private void special(byte b) {
    switch (state) {
      case PLAIN -> begin(b);
      case ESCAPE -> escaped(b);
      case HEX -> more(code << 4 | Math.max(0, Character.digit(b, 16)));
      case CONTINUED -> {
        if ((b & 0xC0) == 0x80) {
          more(code << 6 | (b & 0x3F));
        } else {
          state = State.PLAIN;
          begin(b);
        }
      }
    }
  }

  private void begin(byte b) {
    int first = b & 0xFF;
    if (first == '\\') {
      state = State.ESCAPE;
    } else if (first < 0xC0) {
      // A byte that cannot begin a character is one all the same, as decoders take it.
      shape.append((char) first);
    } else {
      state = State.CONTINUED;
      missing = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
      code = first & (0x3F >> missing);
    }
  }

  private void escaped(byte b) {
    if (b == 'u') {
      state = State.HEX;
      missing = 4;
      code = 0;
      return;
    }
    state = State.PLAIN;
    shape.append(
        switch (b) {
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'b' -> '\b';
          case 'f' -> '\f';
          default -> (char) (b & 0xFF);
        });
  }

  private void more(int next) {
    code = next;
    if (--missing > 0) {
      return;
    }
    state = State.PLAIN;
    if (Character.isBmpCodePoint(code)) {
      shape.append((char) code);
    } else {
      shape.append(Character.highSurrogate(code));
      shape.append(Character.lowSurrogate(code));
    }
  }
}
