package io.costaware.cli.io;

import static java.util.Objects.requireNonNull;

/** A command could not do its work; the message says what, which value, and what to do. */
public final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  private CommandFailedException(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** The command line or a configuration is wrong. */
  public static CommandFailedException usage(String message, Throwable cause) {
    return new CommandFailedException(ExitCode.USAGE, message, requireNonNull(cause, "cause"));
  }

  /** A file or a pipe could not be read or written. */
  public static CommandFailedException io(String message, Throwable cause) {
    return new CommandFailedException(ExitCode.IO, message, requireNonNull(cause, "cause"));
  }

  /** How the process ends. */
  public ExitCode exitCode() {
    return exitCode;
  }
}
