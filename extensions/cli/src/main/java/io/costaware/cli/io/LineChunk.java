package io.costaware.cli.io;

/**
 * Some whole lines of a file.
 *
 * <p>For use by one thread.
 *
 * @param firstLine the number of the first line, from 1
 * @param bytes the lines, each ended by {@code \n}, save perhaps the last of the file
 * @param length how many of the bytes there are
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on as it is read; nobody compares chunks.
public record LineChunk(long firstLine, byte[] bytes, int length) {
  /**
   * Receives lines.
   *
   * <p>For use by one thread.
   */
  public interface Receiver {
    /** Takes a line: its number, and where in the bytes it is, without its break. */
    void line(long number, byte[] bytes, int from, int length);
  }

  /** Hands over line by line. */
  public void forEach(Receiver receiver) {
    long number = firstLine;
    int start = 0;
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        receiver.line(number, bytes, start, i - start);
        number++;
        start = i + 1;
      }
    }
    if (start < length) {
      receiver.line(number, bytes, start, length - start);
    }
  }
}
