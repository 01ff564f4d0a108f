package io.costaware.event;

import java.util.Locale;

/**
 * How an attempt ended for its caller.
 *
 * <p>Immutable.
 */
public enum CallResult {
  /** The caller got the whole answer. */
  SUCCEEDED,
  /** The provider refused it or broke down, or the connection did. */
  FAILED,
  /** The caller cancelled it or closed its stream early. */
  CANCELLED,
  /** The caller dropped its stream without closing it. */
  ABANDONED,
  /** Nothing came for longer than the idle limit. */
  STALLED,
  /** A budget stopped its stream, which had grown past what was held for it. */
  STOPPED;

  /** The name in files. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
