package io.costaware.event;

/**
 * The identity of an event or an operation, unique over nodes and restarts. Sinks tell duplicates
 * by it.
 *
 * <p>Immutable.
 *
 * @param node a number drawn at random for each source of ids
 * @param sequence a count within the node
 */
public record EventId(long node, long sequence) {
  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if it is not 32 hexadecimal digits
   */
  public static EventId parse(String text) {
    if (text.length() != 32) {
      throw new IllegalArgumentException(
          "'" + text + "' is no event id; 32 hexadecimal digits are");
    }
    try {
      return new EventId(
          Long.parseUnsignedLong(text, 0, 16, 16), Long.parseUnsignedLong(text, 16, 32, 16));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no event id; 32 hexadecimal digits are", e);
    }
  }

  /** 32 hexadecimal digits. */
  @Override
  public String toString() {
    char[] digits = new char[32];
    hex(node, digits, 16);
    hex(sequence, digits, 32);
    return new String(digits);
  }

  private static void hex(long value, char[] digits, int end) {
    for (int i = 1; i <= 16; i++) {
      digits[end - i] = Character.forDigit((int) (value & 15), 16);
      value >>>= 4;
    }
  }
}
