package io.costaware.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that is only ever appended to, and that survives an interrupt: Java closes a channel when
 * the thread that writes is interrupted, so it is opened again and the rest is written.
 *
 * <p>For use by one thread.
 */
final class AppendedFile {
  private static final byte LINE_END = '\n';

  private final Path path;
  private FileChannel channel;
  private boolean closed;

  private AppendedFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Opens or makes a file, and the directories above it; ends its last line if that is cut. */
  static AppendedFile open(Path path) throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    // Not if it exists: createDirectories refuses a link to a directory.
    if (directory != null && !Files.isDirectory(directory)) {
      Files.createDirectories(directory);
    }
    AppendedFile file = new AppendedFile(path, append(path));
    try {
      if (file.isCut()) {
        file.write(ByteBuffer.wrap(new byte[] {LINE_END}));
      }
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
    return file;
  }

  private static FileChannel append(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private boolean isCut() throws IOException {
    // By a channel of its own: one that appends cannot read.
    try (FileChannel reader = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = reader.size();
      ByteBuffer last = ByteBuffer.allocate(1);
      return size > 0 && reader.read(last, size - 1) == 1 && last.get(0) != LINE_END;
    }
  }

  /**
   * Appends bytes: in one go, unless the disk is full or the thread interrupted. If it fails, the
   * buffer's position says how far it came.
   */
  void write(ByteBuffer bytes) throws IOException {
    if (closed) {
      throw new IOException("it is closed");
    }
    boolean interrupted = Thread.interrupted();
    try {
      while (bytes.hasRemaining()) {
        if (!channel.isOpen()) {
          channel = append(path);
        }
        try {
          channel.write(bytes);
        } catch (ClosedByInterruptException e) {
          interrupted |= Thread.interrupted();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  boolean isClosed() {
    return closed;
  }

  void close() throws IOException {
    closed = true;
    channel.close();
  }
}
