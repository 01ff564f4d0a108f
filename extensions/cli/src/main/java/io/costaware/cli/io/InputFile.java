package io.costaware.cli.io;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Opens what a command reads: files, or standard input for {@code -}; what is compressed with gzip
 * is known by its first two bytes, whatever its name.
 *
 * <p>Safe for use by many threads.
 */
public final class InputFile {
  /** The name that stands for standard input. */
  public static final String STANDARD_INPUT = "-";

  private static final int BUFFER = 1 << 16;

  private InputFile() {}

  /**
   * Opens a file, or standard input, which closing leaves open.
   *
   * @throws IOException if it cannot be read; the message names it
   */
  public static InputStream open(String name, Streams streams) throws IOException {
    if (name.equals(STANDARD_INPUT)) {
      return unzipped(new Borrowed(streams.in()));
    }
    Path path = Path.of(name);
    if (Files.isDirectory(path)) {
      throw new IOException("'" + name + "' is a directory; name the files in it");
    }
    InputStream file;
    try {
      file = Files.newInputStream(path);
    } catch (NoSuchFileException e) {
      throw new IOException("'" + name + "' does not exist", e);
    } catch (IOException e) {
      throw new IOException("'" + name + "' cannot be read: " + e, e);
    }
    try {
      return unzipped(file);
    } catch (IOException e) {
      file.close();
      throw new IOException("'" + name + "' cannot be read: " + e.getMessage(), e);
    }
  }

  private static InputStream unzipped(InputStream raw) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(raw, BUFFER);
    buffered.mark(2);
    boolean zipped = buffered.read() == 0x1f && buffered.read() == 0x8b;
    buffered.reset();
    return zipped ? new GZIPInputStream(buffered, BUFFER) : buffered;
  }

  /** Standard input belongs to the process. */
  private static final class Borrowed extends InputStream {
    private final InputStream in;

    Borrowed(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      return in.read(bytes, from, length);
    }

    @Override
    public int available() throws IOException {
      return in.available();
    }
  }
}
