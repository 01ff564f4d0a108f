package io.costaware.recorded;

/**
 * Reads the answers of one provider out of recorded calls, by the same rules as live ones.
 *
 * <p>Safe for use by many threads.
 */
public interface AnswerReader {
  /**
   * What the answer of a recorded call says of its usage. Silence is {@code NOTHING}, never zero.
   *
   * @throws IllegalArgumentException if a count is negative or none that a {@code long} holds; the
   *     message names the field and its value
   */
  RecordedAnswer read(RecordedCall call);
}
