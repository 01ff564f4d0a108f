package io.costaware.cli.simulate;

/**
 * What happens at a moment.
 *
 * <p>Immutable.
 */
enum EventKind {
  /** A call comes to a node. */
  ARRIVAL,
  /** The provider has ended a call. */
  END,
  /** A process that was paused takes note of a call that ended meanwhile. */
  LATE_END,
  /** A node makes the reports that are due. */
  BEAT,
  /** A node's process dies. */
  CRASH,
  /** The next process of a node starts. */
  START,
  /** A node can no longer reach the store. */
  CUT,
  /** A node can reach the store again. */
  REJOIN,
  /** A node's process stands still. */
  PAUSE,
  /** A node's process goes on. */
  RESUME
}
