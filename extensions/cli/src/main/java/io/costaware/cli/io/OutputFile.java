package io.costaware.cli.io;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Opens what a command writes: a file, or standard output.
 *
 * <p>Safe for use by many threads.
 */
public final class OutputFile {
  private static final int BUFFER = 1 << 16;

  private OutputFile() {}

  /**
   * Opens a file, or standard output for null, which closing flushes and leaves open.
   *
   * @throws IOException if the file cannot be written; the message names it
   */
  public static OutputStream open(@Nullable Path file, Streams streams) throws IOException {
    if (file == null) {
      return new BufferedOutputStream(new Borrowed(streams.out()), BUFFER);
    }
    try {
      return new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
    } catch (IOException e) {
      throw new IOException("'" + file + "' cannot be written: " + e, e);
    }
  }

  /** Whether whoever read the output has gone, as {@code head} does: no reason to complain. */
  public static boolean isReaderGone(IOException e) {
    String message = e.getMessage();
    String lower = message == null ? "" : message.toLowerCase(Locale.ROOT);
    return lower.contains("broken pipe")
        || lower.contains("pipe closed")
        || lower.contains("pipe is being closed");
  }

  /** Standard output belongs to the process. */
  private static final class Borrowed extends FilterOutputStream {
    Borrowed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
