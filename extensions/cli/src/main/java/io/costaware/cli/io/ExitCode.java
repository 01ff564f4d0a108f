package io.costaware.cli.io;

/**
 * How a command ended, for the shell.
 *
 * <p>Immutable.
 */
public enum ExitCode {
  /** All went well. */
  OK(0),
  /** The work is done, and something in the input was found wrong. */
  FINDINGS(1),
  /** The command line or a configuration is wrong; nothing was done. */
  USAGE(2),
  /** A file or a pipe could not be read or written. */
  IO(3);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** The number that the process ends with. */
  public int number() {
    return number;
  }
}
