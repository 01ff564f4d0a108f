package io.costaware.cli.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/**
 * The counts that a log record itself gives; one that it does not give is {@link #UNTOLD}.
 *
 * <p>Immutable.
 */
final class LogCounts {
  static final long UNTOLD = -1;

  private static final int INPUT = 0;
  private static final int OUTPUT = 1;
  private static final int CACHE_READ = 2;
  private static final int CACHE_WRITE = 3;
  private static final int IMAGES = 4;
  private static final int VIDEO_SECONDS = 5;

  /** The names in Converse's usage, in the order of the counts. */
  private static final String[] USAGE = {
    "inputTokens", "outputTokens", "cacheReadInputTokens", "cacheWriteInputTokens"
  };

  private final long[] counts;

  private LogCounts(long[] counts) {
    this.counts = counts;
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException if one is negative, too large, or no number
   */
  static LogCounts of(JsonNode record) {
    JsonNode input = record.path("input");
    JsonNode output = record.path("output");
    return new LogCounts(
        new long[] {
          count(input, "inputTokenCount"),
          count(output, "outputTokenCount"),
          count(input, "cacheReadInputTokenCount"),
          count(input, "cacheWriteInputTokenCount"),
          count(output, "outputImagesCount"),
          count(output, "outputVideoDurationSeconds")
        });
  }

  private static long count(JsonNode part, String name) {
    JsonNode value = part.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return UNTOLD;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw new IllegalArgumentException(
          name + " is " + value.asText() + "; a count is a whole number from 0 to 2^63 - 1");
    }
    return value.longValue();
  }

  /** The larger of both, count by count. */
  LogCounts max(LogCounts other) {
    long[] larger = counts.clone();
    for (int i = 0; i < larger.length; i++) {
      larger[i] = Math.max(larger[i], other.counts[i]);
    }
    return new LogCounts(larger);
  }

  /** Whether the record gives counts, and all of them are zero. */
  boolean areZero() {
    return Arrays.stream(counts).anyMatch(count -> count == 0)
        && Arrays.stream(counts).allMatch(count -> count <= 0);
  }

  /** Whether any count is more than zero. */
  boolean areTold() {
    return Arrays.stream(counts).anyMatch(count -> count > 0);
  }

  long input() {
    return counts[INPUT];
  }

  long output() {
    return counts[OUTPUT];
  }

  long cacheRead() {
    return counts[CACHE_READ];
  }

  long cacheWrite() {
    return counts[CACHE_WRITE];
  }

  long images() {
    return counts[IMAGES];
  }

  long videoSeconds() {
    return counts[VIDEO_SECONDS];
  }

  /** Lays the tokens over a Converse usage: what the body gives beside them stays. */
  void putInto(ObjectNode usage) {
    for (int i = 0; i < USAGE.length; i++) {
      if (counts[i] != UNTOLD) {
        usage.put(USAGE[i], counts[i]);
      }
    }
  }
}
