package io.costaware.cli.simulate;

/**
 * Counts what happens in a run.
 *
 * <p>For use by one thread.
 */
final class Tally {
  long admitted;
  long refused;
  long falseRefusals;
  long unreachable;
  long crashes;
  long cuts;
  long pauses;
}
