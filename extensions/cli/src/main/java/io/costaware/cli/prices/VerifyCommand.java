package io.costaware.cli.prices;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.costaware.catalog.Finding;
import io.costaware.catalog.Plausibility;
import io.costaware.cli.book.Sheets;
import io.costaware.cli.io.CommandFailedException;
import io.costaware.cli.io.ExitCode;
import io.costaware.cli.io.Streams;
import io.costaware.cli.io.Texts;
import io.costaware.pricing.PriceOverlay;
import io.costaware.pricing.PriceSheet;
import io.costaware.pricing.PriceSheetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code costaware prices verify}: finds faults and implausible prices in files. */
@Command(
    name = "verify",
    description = {
      "Checks price sheets and overlays: every fault with its line, and prices that look like a"
          + " slip.",
      "Nothing is changed."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing was found",
      "1:faults or implausible prices were found",
      "2:the command line is wrong",
      "3:a file could not be read"
    })
final class VerifyCommand implements Callable<Integer> {
  private final Streams streams;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "The files to check; 'bundled' is the one in the jar.")
  private List<String> files = new ArrayList<>();

  VerifyCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    StringBuilder text = new StringBuilder();
    boolean sound = true;
    for (String file : files) {
      List<String> found = verify(file, text);
      sound &= found.isEmpty();
      found.forEach(what -> text.append("  ").append(what).append('\n'));
    }
    Texts.write(streams, text.toString());
    return (sound ? ExitCode.OK : ExitCode.FINDINGS).number();
  }

  private static List<String> verify(String file, StringBuilder text) {
    try {
      if (!file.equals(Sheets.BUNDLED) && isOverlay(Path.of(file))) {
        int overlays = PriceOverlay.read(Path.of(file)).size();
        text.append(file).append(": ").append(overlays).append(" overlays, nothing found\n");
        return List.of();
      }
      PriceSheet sheet =
          file.equals(Sheets.BUNDLED) ? PriceSheet.bundled() : PriceSheet.read(Path.of(file));
      List<Finding> findings = Plausibility.check(sheet);
      text.append(file).append(": ").append(sheet);
      text.append(findings.isEmpty() ? ", nothing found\n" : ", implausible:\n");
      return findings.stream().map(Finding::toString).toList();
    } catch (PriceSheetException e) {
      text.append(file).append(": refused as a whole\n");
      return e.faults();
    } catch (IOException e) {
      throw CommandFailedException.io("'" + file + "' cannot be read: " + e, e);
    }
  }

  /** A file of overlays has a list of that name at its root, which a sheet never has. */
  private static boolean isOverlay(Path file) throws IOException {
    try (JsonParser json = new JsonFactory().createParser(Files.newInputStream(file))) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        if (json.currentName().equals("overlays")) {
          return true;
        }
        json.nextToken();
        json.skipChildren();
      }
      return false;
    } catch (JsonProcessingException e) {
      // What is wrong with it, the reader of sheets tells better.
      return false;
    }
  }
}
