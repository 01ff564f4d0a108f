package io.costaware.sink;

/** A line of {@code name=value} pairs that no value can break or forge. */
final class LogLine {
  private final StringBuilder text = new StringBuilder(256);

  void pair(String name, String value) {
    if (text.length() > 0) {
      text.append(' ');
    }
    append(name, true);
    text.append('=');
    boolean quoted = needsQuotes(value);
    if (quoted) {
      text.append('"');
    }
    append(value, false);
    if (quoted) {
      text.append('"');
    }
  }

  private void append(String part, boolean name) {
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (isUnsafe(c) || (name && (c == ' ' || c == '=' || c == '"'))) {
        text.append('_');
      } else if (c == '"' || (c == '\\' && needsQuotes(part))) {
        text.append('\\').append(c);
      } else {
        text.append(c);
      }
    }
  }

  private static boolean needsQuotes(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '=' || Character.isSpaceChar(c)) {
        return true;
      }
    }
    return value.isEmpty();
  }

  /** Line breaks of every script, and marks that make a viewer show text in another order. */
  private static boolean isUnsafe(char c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.UNASSIGNED;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
