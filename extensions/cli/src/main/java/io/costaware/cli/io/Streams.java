package io.costaware.cli.io;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a command reads from and writes to, so that tests run it in process.
 *
 * <p>For use by one thread.
 *
 * @param in standard input
 * @param out standard output, not buffered
 * @param err standard error
 * @param errIsTerminal whether a person watches standard error
 * @param nanos elapsed time in nanoseconds, from any origin
 * @param now the time of day, for prices as of now
 */
public record Streams(
    InputStream in,
    OutputStream out,
    PrintWriter err,
    boolean errIsTerminal,
    LongSupplier nanos,
    Supplier<Instant> now) {
  /** Refuses nulls. */
  public Streams {
    requireNonNull(in, "in");
    requireNonNull(out, "out");
    requireNonNull(err, "err");
    requireNonNull(nanos, "nanos");
    requireNonNull(now, "now");
  }
}
