package io.costaware.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.costaware.event.CostEvent;
import io.costaware.event.EventJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One reading of an event file, from its first line to its last. */
final class EventLines extends AbstractSpliterator<CostEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(EventLines.class);

  /** A crash may leave a long run of zeros in place of lines; it is not taken into memory. */
  private static final int LONGEST = 1 << 20;

  private final Path path;
  private final InputStream in;
  private final Instant from;
  private final Instant to;
  private final SeenIds seen = new SeenIds();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(2048);
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private long number;
  private long damaged;
  private long firstDamaged;
  private boolean ended;

  EventLines(Path path, InputStream in, Instant from, Instant to) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT);
    this.path = path;
    this.in = in;
    this.from = from;
    this.to = to;
  }

  @Override
  public boolean tryAdvance(Consumer<? super CostEvent> action) {
    while (!ended) {
      CostEvent event = next();
      if (event != null && isWanted(event)) {
        action.accept(event);
        return true;
      }
    }
    return false;
  }

  private boolean isWanted(CostEvent event) {
    Instant at = event.at();
    return !at.isBefore(from) && at.isBefore(to) && seen.add(event.id());
  }

  private @Nullable CostEvent next() {
    try {
      long length = readLine();
      if (length == 0) {
        return null;
      }
      if (length <= LONGEST) {
        return EventJson.read(line.toString(UTF_8));
      }
    } catch (IOException e) {
      ended = true;
      throw new EventFileException(path, "cannot be read to its end", e);
    } catch (IllegalArgumentException e) {
      LOG.debug("Line {} of {} is skipped: {}", number, path, e.getMessage());
    }
    if (!ended) {
      damaged++;
      firstDamaged = firstDamaged == 0 ? number : firstDamaged;
    }
    return null;
  }

  /** Fills the line, and returns its length, which may be more than was kept of it. */
  private long readLine() throws IOException {
    line.reset();
    number++;
    long length = 0;
    while (true) {
      if (position == limit) {
        position = 0;
        limit = in.read(buffer);
        if (limit < 0) {
          limit = 0;
          ended = true;
          return length;
        }
      }
      int start = position;
      while (position < limit && buffer[position] != '\n') {
        position++;
      }
      line.write(buffer, start, Math.min(position - start, LONGEST - line.size()));
      length += position - start;
      if (position < limit) {
        position++;
        return length;
      }
    }
  }

  /** Ends the reading and returns how many lines it skipped. */
  long finish() {
    ended = true;
    try {
      in.close();
    } catch (IOException e) {
      LOG.debug("Closing {} after reading failed: {}", path, e.getClass().getName());
    }
    if (damaged > 0) {
      LOG.warn(
          "{} damaged lines of {} were skipped, the first at line {}; reports and budgets lack"
              + " their cost.",
          damaged,
          path,
          firstDamaged);
    }
    return damaged;
  }
}
