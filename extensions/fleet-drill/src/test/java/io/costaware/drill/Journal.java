package io.costaware.drill;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A node's own record of what it did. Each line is with the system before anything goes on. */
final class Journal implements AutoCloseable {
  private final FileOutputStream file;

  Journal(Path path) {
    try {
      file = new FileOutputStream(path.toFile(), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void write(JournalLine line) {
    try {
      // One write for the whole line, without a buffer: a kill takes nothing back.
      file.write((line.text() + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
