package io.costaware.sink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** An event file cannot be opened, written or read; the message names the file and the reason. */
public final class EventFileException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  /**
   * A fault of an event file.
   *
   * @param what what was tried and what to do, for example {@code cannot be written}
   */
  EventFileException(Path path, String what, IOException cause) {
    super(
        "Event file "
            + path
            + " "
            + what
            + ": "
            + cause.getClass().getSimpleName()
            + (cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")"),
        cause);
  }
}
