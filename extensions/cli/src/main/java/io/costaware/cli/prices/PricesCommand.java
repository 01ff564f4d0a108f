package io.costaware.cli.prices;

import io.costaware.cli.io.ExitCode;
import io.costaware.cli.io.Streams;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code costaware prices}: names the commands round price sheets.
 *
 * <p>For use by one thread.
 */
@Command(
    name = "prices",
    description = "Looks into price sheets, checks, compares and imports them.",
    mixinStandardHelpOptions = true)
public final class PricesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** The command with all commands below it, on those streams. */
  public static CommandLine on(Streams streams) {
    return new CommandLine(new PricesCommand())
        .addSubcommand(new ListCommand(streams))
        .addSubcommand(new ShowCommand(streams))
        .addSubcommand(new VerifyCommand(streams))
        .addSubcommand(new DiffCommand(streams))
        .addSubcommand(new ImportCommand(streams));
  }

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    line.usage(line.getErr());
    return ExitCode.USAGE.number();
  }
}
