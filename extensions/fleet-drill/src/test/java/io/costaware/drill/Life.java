package io.costaware.drill;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One life of a node as its journal tells it, read on while it lasts. For use by one thread. */
final class Life {
  private final String name;
  private final Path journal;
  private final List<JournalLine> lines = new ArrayList<>();
  private long read;
  private long admitted;
  private long heardNanos = Long.MIN_VALUE;
  private boolean lost;

  Life(String name, Path journal) {
    this.name = name;
    this.journal = journal;
  }

  String name() {
    return name;
  }

  /** It was killed or paused: what it admitted after its last report nobody else knew. */
  void lose() {
    lost = true;
  }

  boolean isLost() {
    return lost;
  }

  List<JournalLine> lines() {
    return Collections.unmodifiableList(lines);
  }

  /** Reads what has been written since, up to the last whole line. */
  Life readOn() {
    if (!Files.exists(journal)) {
      return this;
    }
    try (RandomAccessFile file = new RandomAccessFile(journal.toFile(), "r")) {
      byte[] more = new byte[(int) (file.length() - read)];
      file.seek(read);
      file.readFully(more);
      int from = 0;
      for (int i = 0; i < more.length; i++) {
        if (more[i] == '\n') {
          add(JournalLine.parse(new String(more, from, i - from, StandardCharsets.UTF_8)));
          from = i + 1;
        }
      }
      read += from;
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(JournalLine line) {
    lines.add(line);
    if (line instanceof JournalLine.Admitted) {
      admitted++;
    } else if (line instanceof JournalLine.Answered answered) {
      heardNanos = answered.sentNanos();
    }
  }

  long admitted() {
    return admitted;
  }

  /** When the last report that was answered was sent. */
  long heardNanos() {
    return heardNanos;
  }

  /** How often the store was asked; counted as the ledger does. */
  long trips() {
    return lines.stream()
        .filter(JournalLine.Reported.class::isInstance)
        .mapToLong(JournalLine::nanos)
        .distinct()
        .count();
  }

  /** Whether it closed in order. */
  boolean isClosed() {
    return !lines.isEmpty() && lines.get(lines.size() - 1) instanceof JournalLine.Closed;
  }
}
