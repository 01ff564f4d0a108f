package io.costaware.cli;

import io.costaware.cli.io.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code costaware}: names the commands.
 *
 * <p>For use by one thread.
 */
@Command(
    name = "costaware",
    description =
        "Prices recorded calls to Amazon Bedrock and Vertex AI, looks after the sheets they need, and"
            + " simulates fleets that share a budget.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all went well",
      "1:the work is done, and something in the input was found wrong",
      "2:the command line or a configuration is wrong",
      "3:a file or a pipe could not be read or written"
    })
final class CostawareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    line.usage(line.getErr());
    return ExitCode.USAGE.number();
  }
}
