package io.costaware.cli.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into chunks of whole lines, so that several threads can work on them.
 *
 * <p>A chunk is handed over as soon as the stream has no more to give at once: who feeds a pipe
 * line by line is answered line by line.
 *
 * <p>For use by one thread.
 */
public final class LineChunks {
  private static final int WANTED = 1 << 16;

  private final InputStream in;
  private byte[] rest = new byte[WANTED];
  private int restLength;
  private long nextLine = 1;
  private boolean ended;

  /** Reads from a stream, which the caller closes. */
  public LineChunks(InputStream in) {
    this.in = in;
  }

  /** Whether the next chunk can be had without waiting for whoever feeds the stream. */
  public boolean isReady() throws IOException {
    return ended || in.available() > 0;
  }

  /**
   * The next lines; null when there are no more. One line that is longer than a chunk makes a chunk
   * as long as itself.
   */
  public @Nullable LineChunk next() throws IOException {
    int lastBreak = -1;
    while (!ended) {
      if (restLength == rest.length) {
        rest = Arrays.copyOf(rest, grown(rest.length));
      }
      int got = in.read(rest, restLength, rest.length - restLength);
      if (got < 0) {
        ended = true;
        break;
      }
      lastBreak = Math.max(lastBreak, lastBreak(restLength, restLength + got));
      restLength += got;
      if (lastBreak >= 0 && (restLength >= WANTED || in.available() == 0)) {
        break;
      }
    }
    int length = ended ? restLength : lastBreak + 1;
    return length == 0 ? null : cut(length);
  }

  private static int grown(int length) throws IOException {
    if (length > Integer.MAX_VALUE / 2) {
      throw new IOException("a line is longer than " + length + " bytes; write one object a line");
    }
    return length * 2;
  }

  private int lastBreak(int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (rest[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private LineChunk cut(int length) {
    LineChunk chunk = new LineChunk(nextLine, rest, length);
    byte[] following = new byte[Math.max(WANTED, restLength - length)];
    restLength -= length;
    System.arraycopy(rest, length, following, 0, restLength);
    rest = following;
    for (int i = 0; i < length; i++) {
      if (chunk.bytes()[i] == '\n') {
        nextLine++;
      }
    }
    return chunk;
  }
}
