package io.costaware.cli;

import io.costaware.cli.io.CommandFailedException;
import io.costaware.cli.io.ExitCode;
import io.costaware.cli.io.Streams;
import io.costaware.cli.price.PriceCommand;
import io.costaware.cli.prices.PricesCommand;
import io.costaware.cli.simulate.SimulateCommand;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import picocli.CommandLine;

/**
 * Where the executable jar starts.
 *
 * <p>Safe for use by many threads.
 */
public final class Main {
  private Main() {}

  /** Runs a command on the streams of the process, and ends it with the command's exit code. */
  public static void main(String[] arguments) {
    Streams streams =
        new Streams(
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            new PrintWriter(
                new OutputStreamWriter(
                    new FileOutputStream(FileDescriptor.err), StandardCharsets.UTF_8),
                true),
            StandardError.isTerminal(),
            System::nanoTime,
            Instant::now);
    System.exit(run(streams, arguments));
  }

  /** Runs a command on those streams and returns its exit code. */
  public static int run(Streams streams, String... arguments) {
    PrintWriter out =
        new PrintWriter(new OutputStreamWriter(streams.out(), StandardCharsets.UTF_8), false);
    CommandLine line =
        new CommandLine(new CostawareCommand())
            .addSubcommand(new PriceCommand(streams))
            .addSubcommand(PricesCommand.on(streams))
            .addSubcommand(new SimulateCommand(streams))
            .setOut(out)
            .setErr(streams.err())
            .setExecutionExceptionHandler(Main::failed);
    tellVersion(line);
    int code = line.execute(arguments);
    out.flush();
    streams.err().flush();
    return code;
  }

  /** Every command says the same to {@code --version}. */
  private static void tellVersion(CommandLine line) {
    line.getCommandSpec().versionProvider(new ProgramVersion());
    line.getSubcommands().values().forEach(Main::tellVersion);
  }

  private static int failed(Exception failure, CommandLine line, CommandLine.ParseResult parsed)
      throws Exception {
    if (failure instanceof CommandFailedException known) {
      line.getErr().println("costaware: " + known.getMessage());
      if (known.exitCode() == ExitCode.USAGE) {
        line.getErr().println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
      }
      return known.exitCode().number();
    }
    throw failure;
  }
}
