package io.costaware.cli.prices;

import io.costaware.catalog.Finding;
import io.costaware.catalog.ImportReport;
import io.costaware.catalog.PriceImport;
import io.costaware.catalog.PriceImportException;
import io.costaware.cli.book.Sheets;
import io.costaware.cli.io.CommandFailedException;
import io.costaware.cli.io.ExitCode;
import io.costaware.cli.io.InputFile;
import io.costaware.cli.io.Streams;
import io.costaware.cli.io.Texts;
import io.costaware.pricing.PriceSheet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code costaware prices import}: makes a sheet of prices in another form. */
@Command(
    name = "import",
    description = {
      "Reads prices of another form, tells what they would change, and writes them as a sheet.",
      "Prices that look like a slip refuse the whole import until they are accepted by kind."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the prices are sound",
      "1:the import is refused; no sheet was written",
      "2:the command line or a file's content is wrong",
      "3:a file could not be read or written"
    })
final class ImportCommand implements Callable<Integer> {
  private final Streams streams;

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "One of litellm, csv, cloud-billing, aws-price-list, price-facts.")
  private String format = "";

  @Parameters(paramLabel = "FILE", description = "What to import; '-' is standard input.")
  private String file = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "SHEET",
      description = "Where to write the sheet, '-' for standard output; else it is only tried.")
  private @Nullable String output;

  @Option(
      names = "--against",
      paramLabel = "SHEET",
      description = "The sheet that it is to replace, or 'bundled': what vanished is told too.")
  private @Nullable String against;

  @Option(
      names = "--over",
      paramLabel = "SHEET",
      description = "The sheet that it is to lie over, or 'bundled'.")
  private @Nullable String over;

  @Option(
      names = "--accept",
      paramLabel = "KIND",
      split = ",",
      description = "Kinds of findings to let pass, for example tenfold.")
  private List<String> accepted = new ArrayList<>();

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "The day on which the prices were seen; today if not given.")
  private @Nullable String asOf;

  @Option(
      names = "--mapping",
      paramLabel = "FILE",
      description = "CSV of SKUs beside the known ones; goes with cloud-billing.")
  private @Nullable Path mapping;

  ImportCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    ImportReport report;
    try {
      report = report();
    } catch (IllegalArgumentException | DateTimeException | PriceImportException e) {
      throw CommandFailedException.usage(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw CommandFailedException.io(String.valueOf(e.getMessage()), e);
    }
    if (output == null) {
      Texts.write(streams, report + "\n");
    } else {
      streams.err().println(report);
      if (!report.isRefused()) {
        PriceSheet sheet = report.sheet();
        Path target = output.equals(InputFile.STANDARD_INPUT) ? null : Path.of(output);
        Texts.write(target, streams, sheet::write);
      }
    }
    return (report.isRefused() ? ExitCode.FINDINGS : ExitCode.OK).number();
  }

  private ImportReport report() throws IOException {
    ImportFormat wanted = ImportFormat.of(format);
    if (against != null && over != null) {
      throw new IllegalArgumentException(
          "Give --against or --over, not both: '" + against + "', '" + over + "'");
    }
    if (mapping != null && wanted != ImportFormat.CLOUD_BILLING) {
      throw new IllegalArgumentException("--mapping goes with --format cloud-billing alone");
    }
    LocalDate day =
        asOf == null
            ? LocalDate.ofInstant(streams.now().get(), ZoneOffset.UTC)
            : LocalDate.parse(asOf);
    PriceImport read;
    try (InputStream in = InputFile.open(file, streams)) {
      read = wanted.read(in, day, mapping);
    }
    ImportReport report =
        against != null
            ? read.against(Sheets.named(against))
            : over != null ? read.over(Sheets.named(over)) : read.alone();
    return report.accepting(accepted.stream().map(Finding.Kind::of).toArray(Finding.Kind[]::new));
  }
}
