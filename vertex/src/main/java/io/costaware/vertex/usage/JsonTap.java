package io.costaware.vertex.usage;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Finds values in JSON that passes in pieces of any size, without holding what nobody wants: an
 * image of a hundred megabytes costs a look at each of its bytes and no memory. Takes one object,
 * an array of them, or server-sent events.
 *
 * <p>For use by one thread.
 */
final class JsonTap {
  /** What is done with a value. */
  enum Want {
    NOTHING,
    TEXT,
    LENGTH,
    PIECES
  }

  /** Says what is wanted and takes it. A context of 0 or below is one that nobody wants. */
  interface Listener {
    /** The context of an object or array; 0 to pass over it whole. */
    int enter(int context, String key);

    /** What is wanted of a text, a number or a word such as {@code true}. */
    Want wants(int context, String key);

    /**
     * A value that was wanted, escapes left as they are; at most {@value #MOST_TEXT} bytes of it.
     */
    void value(int context, String key, String value);

    /** The length of a text in bytes, escapes counted as they stand. */
    void length(int context, String key, long bytes);

    /**
     * A piece of a text, or of a number or word, as it stands, from {@code start} up to but not
     * with {@code end}; the next one follows it at once.
     */
    void piece(int context, String key, byte[] bytes, int start, int end);

    /** An object or array has ended. */
    void leave(int context);

    /** A whole object at the top has ended. */
    void end();
  }

  static final int MOST_TEXT = 256;
  static final int MOST_DEPTH = 32;
  private static final byte[] DATA = {'d', 'a', 't', 'a'};

  /** Where in a line of server-sent events the next byte stands. */
  private enum Line {
    FIELD,
    OTHER_FIELD,
    CONTENT,
    SKIPPED
  }

  private final Listener listener;
  private final boolean lines;
  private final int top;
  private Line line;
  private int fieldLength;

  private final int[] contexts = new int[MOST_DEPTH];
  private final boolean[] objects = new boolean[MOST_DEPTH];
  private final String[] keys = new String[MOST_DEPTH];
  private int depth;
  private int ignored;
  private boolean ended;

  private boolean keyComes;
  private boolean inText;
  private boolean inWord;
  private boolean escaped;
  private boolean readsKey;
  private Want want = Want.NOTHING;
  private long textBytes;
  private final byte[] text = new byte[MOST_TEXT];
  private int textLength;

  /**
   * A tap.
   *
   * @param lines whether server-sent events come, not plain JSON
   * @param top the context of an object at the top
   */
  JsonTap(Listener listener, boolean lines, int top) {
    this.listener = listener;
    this.lines = lines;
    this.top = top;
    this.line = lines ? Line.FIELD : Line.CONTENT;
  }

  /**
   * Takes the bytes from {@code start} up to but not with {@code end}.
   *
   * @return where the last object at the top ended: the offset behind it; -1 if none did
   */
  int feed(byte[] bytes, int start, int end) {
    int last = -1;
    int i = start;
    while (i < end) {
      if (inText) {
        i = text(bytes, i, end);
      } else {
        byte b = bytes[i++];
        if (line == Line.CONTENT) {
          content(b);
          last = ended ? i : last;
          ended = false;
        } else {
          field(b);
        }
      }
    }
    return last;
  }

  private void field(byte b) {
    if (b == '\n') {
      newLine();
    } else if (b == '\r' || line == Line.SKIPPED) {
      return;
    } else if (b == ':') {
      boolean data = line == Line.FIELD && fieldLength == DATA.length;
      line = data ? Line.CONTENT : Line.SKIPPED;
    } else if (fieldLength < DATA.length && b == DATA[fieldLength] && line == Line.FIELD) {
      fieldLength++;
    } else {
      line = Line.OTHER_FIELD;
    }
  }

  private void newLine() {
    if (line == Line.FIELD && fieldLength == 0) {
      // An empty line ends the event; what is still open was broken off.
      forget();
    }
    line = Line.FIELD;
    fieldLength = 0;
  }

  private void content(byte b) {
    if (b == '\n' && lines) {
      endWord();
      newLine();
      return;
    }
    if (ignored > 0) {
      passOver(b);
      return;
    }
    switch (b) {
      case '{', '[' -> open(b == '{');
      case '}', ']' -> {
        endWord();
        close();
      }
      case ',' -> {
        endWord();
        keyComes = depth > 0 && objects[depth - 1];
      }
      case '"' -> beginText();
      case ':', ' ', '\t', '\n', '\r' -> endWord();
      default -> word(b);
    }
  }

  private void passOver(byte b) {
    if (b == '{' || b == '[') {
      ignored++;
    } else if (b == '}' || b == ']') {
      ignored--;
    } else if (b == '"') {
      inText = true;
      readsKey = false;
      want = Want.NOTHING;
    }
  }

  private void open(boolean object) {
    if (depth == 0) {
      // An array at the top is looked through.
      if (object) {
        push(top, true);
      }
      return;
    }
    int child = listener.enter(contexts[depth - 1], keys[depth - 1]);
    if (child <= 0 || depth == MOST_DEPTH) {
      ignored = 1;
    } else {
      push(child, object);
    }
  }

  private void push(int context, boolean object) {
    contexts[depth] = context;
    objects[depth] = object;
    keys[depth] = "";
    depth++;
    keyComes = object;
  }

  private void close() {
    if (depth == 0) {
      return;
    }
    depth--;
    listener.leave(contexts[depth]);
    keyComes = false;
    if (depth == 0) {
      ended = true;
      listener.end();
    }
  }

  private void beginText() {
    if (depth == 0) {
      return;
    }
    inText = true;
    readsKey = keyComes;
    want = readsKey ? Want.TEXT : listener.wants(contexts[depth - 1], keys[depth - 1]);
    textLength = 0;
    textBytes = 0;
  }

  private int text(byte[] bytes, int start, int end) {
    int i = start;
    while (i < end) {
      byte b = bytes[i++];
      if (escaped) {
        escaped = false;
      } else if (b == '\\') {
        escaped = true;
      } else if (b == '"') {
        keep(bytes, start, i - 1);
        endText();
        return i;
      } else if (b == '\n' && lines) {
        // No text holds a bare line feed: the event was cut inside it.
        forget();
        newLine();
        return i;
      }
    }
    keep(bytes, start, end);
    return i;
  }

  private void keep(byte[] bytes, int start, int end) {
    textBytes += end - start;
    if (want == Want.TEXT) {
      int some = Math.min(end - start, MOST_TEXT - textLength);
      System.arraycopy(bytes, start, text, textLength, some);
      textLength += some;
    } else if (want == Want.PIECES && end > start) {
      listener.piece(contexts[depth - 1], keys[depth - 1], bytes, start, end);
    }
  }

  private void endText() {
    inText = false;
    if (ignored > 0) {
      return;
    }
    if (readsKey) {
      keys[depth - 1] = kept();
      keyComes = false;
      readsKey = false;
    } else if (want == Want.TEXT) {
      listener.value(contexts[depth - 1], keys[depth - 1], kept());
    } else if (want == Want.LENGTH) {
      listener.length(contexts[depth - 1], keys[depth - 1], textBytes);
    }
  }

  private void word(byte b) {
    if (depth == 0) {
      return;
    }
    if (!inWord) {
      inWord = true;
      want = listener.wants(contexts[depth - 1], keys[depth - 1]);
      textLength = 0;
    }
    if ((want == Want.TEXT || want == Want.PIECES) && textLength < MOST_TEXT) {
      text[textLength++] = b;
    }
  }

  private void endWord() {
    if (inWord) {
      inWord = false;
      if (want == Want.TEXT) {
        listener.value(contexts[depth - 1], keys[depth - 1], kept());
      } else if (want == Want.PIECES) {
        listener.piece(contexts[depth - 1], keys[depth - 1], text, 0, textLength);
      }
    }
  }

  private String kept() {
    return new String(text, 0, textLength, UTF_8);
  }

  private void forget() {
    depth = 0;
    ignored = 0;
    inText = false;
    inWord = false;
    escaped = false;
    readsKey = false;
    keyComes = false;
  }
}
