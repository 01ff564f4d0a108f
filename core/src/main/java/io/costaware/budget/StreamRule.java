package io.costaware.budget;

import java.util.Locale;

/**
 * What a budget does with a stream whose output grows past what was held for it. Ordered from the
 * mildest to the strictest; where several budgets cover a call the strictest counts.
 *
 * <p>Immutable.
 */
public enum StreamRule {
  /** Holds more, beyond the limit if it must, so that other calls are refused first. */
  EXTEND,
  /** Holds more while there is room, and stops the stream where there is none. */
  EXTEND_OR_STOP,
  /** Stops the stream at what was held. */
  STOP;

  /** The name in files: {@code extend}, {@code extend_or_stop} or {@code stop}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
