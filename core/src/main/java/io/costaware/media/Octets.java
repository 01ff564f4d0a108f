package io.costaware.media;

/** Bytes of a file, read as numbers and as letters; behind their end everything is zero. */
final class Octets {
  private final byte[] bytes;

  Octets(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean has(int length) {
    return bytes.length >= length;
  }

  boolean is(int at, String letters) {
    if (at < 0 || at + letters.length() > bytes.length) {
      return false;
    }
    for (int i = 0; i < letters.length(); i++) {
      if ((bytes[at + i] & 0xFF) != letters.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The number that begins with its largest byte. */
  long big(int at, int length) {
    long number = 0;
    for (int i = 0; i < length; i++) {
      number = number << 8 | octet(at + i);
    }
    return number;
  }

  /** The number that begins with its smallest byte. */
  long little(int at, int length) {
    long number = 0;
    for (int i = length - 1; i >= 0; i--) {
      number = number << 8 | octet(at + i);
    }
    return number;
  }

  private int octet(int at) {
    return at < 0 || at >= bytes.length ? 0 : bytes[at] & 0xFF;
  }
}
