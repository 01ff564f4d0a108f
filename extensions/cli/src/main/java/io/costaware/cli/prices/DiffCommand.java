package io.costaware.cli.prices;

import io.costaware.catalog.LeftOutPrices;
import io.costaware.catalog.PriceChange;
import io.costaware.catalog.PriceDiff;
import io.costaware.catalog.PriceDrift;
import io.costaware.catalog.PriceFacts;
import io.costaware.cli.book.Sheets;
import io.costaware.cli.io.CommandFailedException;
import io.costaware.cli.io.ExitCode;
import io.costaware.cli.io.Streams;
import io.costaware.cli.io.Texts;
import io.costaware.pricing.PriceSheet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code costaware prices diff}: what changed between two sheets, or a sheet and price facts. */
@Command(
    name = "diff",
    description = {
      "Lists the prices that were added, removed or changed between two sheets;",
      "with --facts, where a sheet has drifted from the price facts it was made of."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no difference",
      "1:some prices differ",
      "2:the command line or a sheet is wrong",
      "3:a file could not be read"
    })
final class DiffCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(
      index = "0",
      paramLabel = "A",
      description = "The former sheet: a file, or 'bundled' for the prices in the jar.")
  private String former = Sheets.BUNDLED;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "B",
      description = "The sheet it is compared with; not with --facts.")
  private @Nullable String next;

  @Option(
      names = "--facts",
      paramLabel = "FILE",
      description = "Price facts, one JSON object a line, to hold the sheet against.")
  private @Nullable Path facts;

  @Option(
      names = "--left-out",
      paramLabel = "FILE",
      description = "CSV of the facts that the sheet may lack; goes with --facts.")
  private @Nullable Path leftOut;

  DiffCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    List<String> lines;
    try {
      lines = facts == null ? changes() : drift(facts);
    } catch (IllegalArgumentException e) {
      throw CommandFailedException.usage(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw CommandFailedException.io(String.valueOf(e.getMessage()), e);
    }
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    Texts.write(streams, text.toString());
    return (lines.isEmpty() ? ExitCode.OK : ExitCode.FINDINGS).number();
  }

  private List<String> changes() {
    if (next == null || leftOut != null) {
      throw new IllegalArgumentException(
          leftOut != null
              ? "--left-out goes with --facts; give both or neither"
              : "There is nothing to compare '"
                  + former
                  + "' with; name a second sheet or --facts");
    }
    return PriceDiff.between(Sheets.named(former), Sheets.named(next)).stream()
        .map(PriceChange::toString)
        .toList();
  }

  private List<String> drift(Path factFile) throws IOException {
    if (next != null) {
      throw new IllegalArgumentException(
          "Give a second sheet or --facts, not both: '" + next + "', '" + factFile + "'");
    }
    PriceSheet sheet = Sheets.named(former);
    LeftOutPrices exclusions =
        leftOut == null ? LeftOutPrices.of(List.of()) : LeftOutPrices.read(leftOut);
    PriceDrift drift = PriceDrift.between(sheet, PriceFacts.read(factFile), exclusions);
    return drift.isZero() ? List.of() : drift.lines();
  }
}
