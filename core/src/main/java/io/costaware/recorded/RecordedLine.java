package io.costaware.recorded;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One line of a file of recorded calls: a call, or what is wrong with the line.
 *
 * <p>Immutable.
 */
public sealed interface RecordedLine {
  /** The number of the line, from 1. */
  long number();

  /**
   * A line that holds a call.
   *
   * <p>Immutable.
   *
   * @param number the number of the line, from 1
   * @param call what it says
   */
  record Call(long number, RecordedCall call) implements RecordedLine {
    /** Refuses nulls. */
    public Call {
      requireNonNull(call, "call");
    }
  }

  /**
   * A line that holds no call.
   *
   * <p>Immutable.
   *
   * @param number the number of the line, from 1
   * @param id its id; null where it has none, or none that could be read
   * @param provider what it says of its provider; null where it says nothing that could be read
   * @param error what is wrong and what to do; it quotes nothing of prompts and answers
   */
  record Fault(long number, @Nullable String id, @Nullable String provider, String error)
      implements RecordedLine {
    /** Refuses an absent error. */
    public Fault {
      requireNonNull(error, "error");
    }

    /** What is wrong with a line that could be read, and only then turned out to be wrong. */
    public static Fault of(Call line, String error) {
      return new Fault(line.number(), line.call().id(), line.call().provider().id(), error);
    }
  }
}
