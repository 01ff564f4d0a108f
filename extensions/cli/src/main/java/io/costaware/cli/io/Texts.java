package io.costaware.cli.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a command has to say, as a whole.
 *
 * <p>Safe for use by many threads.
 */
public final class Texts {
  private Texts() {}

  /**
   * Writes bytes to a stream.
   *
   * <p>For use by one thread.
   */
  public interface Writer {
    /** Writes all there is. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes to a file, or to standard output for null. That nobody reads it any more is no failure.
   *
   * @throws CommandFailedException if it cannot be written
   */
  public static void write(@Nullable Path file, Streams streams, Writer writer) {
    try (OutputStream out = OutputFile.open(file, streams)) {
      writer.writeTo(out);
    } catch (IOException e) {
      if (!OutputFile.isReaderGone(e)) {
        throw CommandFailedException.io("The output cannot be written: " + e.getMessage(), e);
      }
    }
  }

  /**
   * Writes text to standard output.
   *
   * @throws CommandFailedException if it cannot be written
   */
  public static void write(Streams streams, String text) {
    write(null, streams, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
