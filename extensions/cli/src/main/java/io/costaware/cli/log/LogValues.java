package io.costaware.cli.log;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The JSON values of a log file, one after the other. */
interface LogValues {
  /**
   * A value and where it began.
   *
   * <p>Immutable.
   *
   * @param line its line, from 1
   * @param json the value; null where the file cannot be read there
   */
  record Value(long line, @Nullable JsonNode json) {}

  /** The next value; null at the end. */
  @Nullable Value next() throws IOException;
}
