package io.costaware.sink;

import static java.util.Objects.requireNonNull;

import io.costaware.event.CostEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads the events in a file that a {@link JsonLinesSink} wrote, or is just writing. Opens the file
 * for reading only, so reports may look into the file of a running service.
 *
 * <p>Safe for use by many threads.
 */
public final class JsonLinesStore implements EventStore {
  private final Path path;
  private final AtomicLong damaged = new AtomicLong();

  private JsonLinesStore(Path path) {
    this.path = requireNonNull(path, "path");
  }

  /** The events in a file; one that does not exist has none. */
  public static JsonLinesStore of(Path path) {
    return new JsonLinesStore(path);
  }

  /**
   * The events dispatched in {@code [from, to)}, in the order in which they were stored, each once.
   * They are read as the stream asks for them; the stream must be closed, and is for one thread.
   * Damaged lines are skipped and counted; a last line that is still being written is left out.
   *
   * @throws EventFileException if the file cannot be read
   */
  @Override
  public Stream<CostEvent> between(Instant from, Instant to) {
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    EventLines lines;
    try {
      lines = new EventLines(path, Files.newInputStream(path), from, to);
    } catch (NoSuchFileException e) {
      damaged.set(0);
      return Stream.empty();
    } catch (IOException e) {
      throw new EventFileException(path, "cannot be read", e);
    }
    return StreamSupport.stream(lines, false).onClose(() -> damaged.set(lines.finish()));
  }

  /** Lines that the last reading, up to the closing of its stream, skipped as damaged. */
  public long damagedLines() {
    return damaged.get();
  }

  /** The file. */
  public Path path() {
    return path;
  }
}
