package io.costaware.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.costaware.event.CostEvent;
import io.costaware.event.EventJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * Appends events to a file, one JSON object a line, in UTF-8; and finds them again.
 *
 * <p>Lines are gathered and written by {@link #flush}, or when some 64 KB have come together,
 * always whole ones in one write at the end of the file: several processes may share a file on a
 * local disk. A line that a crash cut is ended when the file is opened next, so that it costs only
 * itself. After a failed write the lines are kept for the next try; only when no more fit does
 * {@link #accept} throw.
 *
 * <p>The file grows without bound, and nothing forces it to the disk before the operating system
 * does. To rotate it, close the sink, rename the file and open a new one.
 *
 * <p>Safe for use by many threads.
 */
public final class JsonLinesSink implements EventSink, EventStore {
  private static final int BUFFER = 64 * 1024;
  private static final byte LINE_END = '\n';

  private final Path path;
  private final JsonLinesStore store;
  private final AppendedFile file;
  private final ByteBuffer waiting = ByteBuffer.allocate(BUFFER);

  private JsonLinesSink(Path path, AppendedFile file) {
    this.path = path;
    this.store = JsonLinesStore.of(path);
    this.file = file;
  }

  /**
   * A sink to a file, which is made if need be, with the directories above it.
   *
   * @throws EventFileException if the file cannot be written, for example because it is a directory
   */
  public static JsonLinesSink to(Path path) {
    requireNonNull(path, "path");
    try {
      if (Files.isDirectory(path)) {
        throw new FileSystemException(path.toString(), null, "it is a directory");
      }
      return new JsonLinesSink(path, AppendedFile.open(path));
    } catch (IOException e) {
      throw new EventFileException(
          path, "cannot be opened; name a file in a directory that can be written", e);
    }
  }

  /**
   * Adds an event to the lines to be written.
   *
   * @throws EventFileException if the sink is closed, or if there is no more room and the lines
   *     before it cannot be written
   */
  @Override
  public void accept(CostEvent event) {
    byte[] line = (EventJson.write(event) + "\n").getBytes(UTF_8);
    synchronized (waiting) {
      try {
        if (file.isClosed()) {
          throw new IOException("it is closed");
        }
        if (line.length > waiting.remaining()) {
          writeWaiting();
        }
        if (line.length <= waiting.remaining()) {
          waiting.put(line);
        } else {
          writeAlone(ByteBuffer.wrap(line));
        }
      } catch (IOException e) {
        throw unwritable(e);
      }
    }
  }

  private void writeAlone(ByteBuffer line) throws IOException {
    try {
      file.write(line);
    } catch (IOException e) {
      if (line.position() > 0) {
        // The line after the cut one starts afresh, even if it is written much later.
        waiting.put(LINE_END);
      }
      throw e;
    }
  }

  /**
   * Writes out what has gathered.
   *
   * @throws EventFileException if the disk refuses; the lines are kept for another try
   */
  @Override
  public void flush() {
    synchronized (waiting) {
      try {
        if (!file.isClosed()) {
          writeWaiting();
        }
      } catch (IOException e) {
        throw unwritable(e);
      }
    }
  }

  private void writeWaiting() throws IOException {
    waiting.flip();
    try {
      file.write(waiting);
    } finally {
      waiting.compact();
    }
  }

  private EventFileException unwritable(IOException cause) {
    return new EventFileException(path, "cannot be written; check the disk", cause);
  }

  /**
   * The events in the file, those just accepted included. Works after closing too.
   *
   * @throws EventFileException if the file cannot be read
   */
  @Override
  public Stream<CostEvent> between(Instant from, Instant to) {
    flush();
    return store.between(from, to);
  }

  /** Lines that the last finished reading skipped because they are damaged. */
  public long damagedLines() {
    return store.damagedLines();
  }

  /** The file. */
  public Path path() {
    return path;
  }

  /**
   * Writes out what has gathered and closes the file.
   *
   * @throws EventFileException if the disk refuses; what could not be written is lost
   */
  @Override
  public void close() {
    synchronized (waiting) {
      if (file.isClosed()) {
        return;
      }
      try {
        try {
          writeWaiting();
        } finally {
          file.close();
        }
      } catch (IOException e) {
        throw unwritable(e);
      }
    }
  }
}
