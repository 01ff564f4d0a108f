package io.costaware.cli.price;

import com.fasterxml.jackson.core.JsonGenerator;
import io.costaware.bedrock.usage.BedrockAnswers;
import io.costaware.cli.book.PriceBooks;
import io.costaware.cli.book.Settings;
import io.costaware.cli.io.CommandFailedException;
import io.costaware.cli.io.ExitCode;
import io.costaware.cli.io.InputFile;
import io.costaware.cli.io.OutputFile;
import io.costaware.cli.io.Streams;
import io.costaware.models.ModelRegistry;
import io.costaware.pricing.PriceBook;
import io.costaware.recorded.AnswerReader;
import io.costaware.recorded.CallPricer;
import io.costaware.recorded.RecordedCalls;
import io.costaware.target.ModelId;
import io.costaware.target.Provider;
import io.costaware.vertex.usage.VertexAnswers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code costaware price}: prices recorded calls.
 *
 * <p>For use by one thread.
 */
@Command(
    name = "price",
    description = {
      "Prices recorded calls: one JSON object a line in, one a line out, in the same order.",
      "A line that cannot be priced gives an output line with outcome 'invalid' and its number."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every line was a recorded call",
      "1:some lines were invalid; all others are priced",
      "2:the command line or a configuration is wrong; nothing was priced",
      "3:a file or a pipe could not be read or written"
    })
public final class PriceCommand implements Callable<Integer> {
  /** What the input holds. */
  private enum Format {
    RECORDED,
    BEDROCK_INVOCATION_LOG;

    @Override
    public String toString() {
      return this == RECORDED ? "recorded" : "bedrock-invocation-log";
    }

    static Format of(String name) {
      for (Format format : values()) {
        if (format.toString().equals(name)) {
          return format;
        }
      }
      throw new IllegalArgumentException(
          "--format is '" + name + "'; use recorded or bedrock-invocation-log");
    }
  }

  private final Streams streams;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "What to price; '-' or nothing is standard input. Gzip is recognised.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "recorded",
      description = "'recorded' (the default) or 'bedrock-invocation-log'.")
  private String format = "recorded";

  @Option(
      names = "--prices",
      paramLabel = "SHEET",
      description = "A price sheet over the bundled one; the last one given counts most.")
  private List<Path> sheets = new ArrayList<>();

  @Option(
      names = "--overlay",
      paramLabel = "FILE",
      description = "Negotiated prices and discounts over all sheets, the last one on top.")
  private List<Path> overlays = new ArrayList<>();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "JSON: aliases of models, price sheets, overlays.")
  private @Nullable Path config;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "Takes the prices in force on that day instead of those of each call's day.")
  private @Nullable String asOf;

  @Option(
      names = "--model",
      paramLabel = "REF",
      description =
          "Prices every call as if it had gone to that model: an alias, 'bedrock:<model>' or"
              + " 'vertex:<model>'.")
  private @Nullable String model;

  @Option(
      names = "--summary",
      description = "Writes totals by provider, model and outcome instead of the calls.")
  private boolean summary;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write; standard output if not given.")
  private @Nullable Path output;

  @Option(
      names = "--progress",
      description = "Tells on standard error how far the work is, also where that is no terminal.")
  private boolean progress;

  /** A command that reads from and writes to those streams. */
  public PriceCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    CallPricer pricer;
    Format wanted;
    try {
      wanted = Format.of(format);
      pricer = pricer();
    } catch (IllegalArgumentException e) {
      throw CommandFailedException.usage(String.valueOf(e.getMessage()), e);
    }
    try (OutputStream out = OutputFile.open(output, streams)) {
      return price(pricer, wanted, out).number();
    } catch (IOException e) {
      if (OutputFile.isReaderGone(e)) {
        return ExitCode.OK.number();
      }
      throw CommandFailedException.io(String.valueOf(e.getMessage()), e);
    }
  }

  private CallPricer pricer() {
    Settings settings = config == null ? Settings.NONE : Settings.read(config);
    PriceBook book = PriceBooks.of(settings, sheets, overlays);
    Map<Provider, AnswerReader> readers =
        Map.of(Provider.BEDROCK, new BedrockAnswers(), Provider.VERTEX, new VertexAnswers());
    CallPricer pricer = CallPricer.of(book, settings.aliases(), readers);
    if (asOf != null) {
      pricer = pricer.asOf(RecordedCalls.at(asOf));
    }
    return model == null ? pricer : pricer.asModel(model(model, settings.aliases()));
  }

  private static ModelId model(String reference, ModelRegistry aliases) {
    ModelId alias = aliases.find(reference);
    return alias != null ? alias : ModelId.parse(reference);
  }

  private ExitCode price(CallPricer pricer, Format wanted, OutputStream out) throws IOException {
    Totals totals = summary ? new Totals() : null;
    Progress shown = new Progress(streams, progress);
    List<String> inputs = files.isEmpty() ? List.of(InputFile.STANDARD_INPUT) : files;
    try (OrderedPricing pricing = new OrderedPricing(pricer, out, totals, shown)) {
      for (String input : inputs) {
        try (InputStream in = InputFile.open(input, streams)) {
          String label = inputs.size() == 1 ? "" : input;
          if (!pricing.price(batches(wanted, in), label)) {
            return ExitCode.OK;
          }
        }
      }
      shown.end(pricing.lines());
      if (totals != null) {
        write(totals, out);
      }
      return pricing.invalid() == 0 ? ExitCode.OK : ExitCode.FINDINGS;
    }
  }

  private static Batches batches(Format wanted, InputStream in) throws IOException {
    return wanted == Format.RECORDED ? new RecordedBatches(in) : new LogBatches(in);
  }

  private static void write(Totals totals, OutputStream out) throws IOException {
    JsonGenerator json = PricedBatch.generator(out);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    totals.write(json);
    json.flush();
    out.write('\n');
  }
}
