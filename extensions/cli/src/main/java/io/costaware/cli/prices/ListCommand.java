package io.costaware.cli.prices;

import io.costaware.cli.book.Sheets;
import io.costaware.cli.io.CommandFailedException;
import io.costaware.cli.io.ExitCode;
import io.costaware.cli.io.JsonLines;
import io.costaware.cli.io.Streams;
import io.costaware.cli.io.TextTable;
import io.costaware.cli.io.Texts;
import io.costaware.pricing.ListedPrice;
import io.costaware.pricing.PriceSheet;
import io.costaware.target.Provider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code costaware prices list}: the models that have prices. */
@Command(
    name = "list",
    description = "Lists the models that have prices, in the bundled sheet and those laid over it.",
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  private record Key(Provider provider, String model) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byProvider = provider.compareTo(other.provider);
      return byProvider != 0 ? byProvider : model.compareTo(other.model);
    }
  }

  private static final class Row {
    private final Set<String> scopes = new TreeSet<>();
    private final Set<String> tiers = new TreeSet<>();
    private int prices;
  }

  private final Streams streams;

  @Parameters(
      paramLabel = "PATTERN",
      arity = "0..1",
      description = "Only models of that name; '*' stands for any text, '?' for one letter.")
  private @Nullable String pattern;

  @Option(
      names = "--provider",
      paramLabel = "PROVIDER",
      description = "Only models of 'bedrock' or 'vertex'.")
  private @Nullable String provider;

  @Option(
      names = "--prices",
      paramLabel = "SHEET",
      description = "A price sheet over the bundled one; may be given several times.")
  private List<Path> sheets = new ArrayList<>();

  @Option(names = "--json", description = "One JSON object a line instead of a table.")
  private boolean json;

  ListCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    Map<Key, Row> rows = new TreeMap<>();
    count(PriceSheet.bundled(), rows);
    sheets.forEach(sheet -> count(Sheets.read(sheet), rows));
    Texts.write(streams, json ? json(rows) : table(rows));
    return ExitCode.OK.number();
  }

  private void count(PriceSheet sheet, Map<Key, Row> rows) {
    Provider wanted = provider();
    Pattern names = glob(pattern == null ? "*" : pattern);
    for (ListedPrice price : sheet.prices()) {
      if ((wanted == null || price.provider() == wanted)
          && names.matcher(price.model()).matches()) {
        Row row = rows.computeIfAbsent(key(price), absent -> new Row());
        row.prices++;
        row.scopes.add(price.scope());
        row.tiers.add(price.tier());
      }
    }
  }

  private @Nullable Provider provider() {
    if (provider == null) {
      return null;
    }
    try {
      return Provider.of(provider);
    } catch (IllegalArgumentException e) {
      throw CommandFailedException.usage(String.valueOf(e.getMessage()), e);
    }
  }

  private static Key key(ListedPrice price) {
    return new Key(price.provider(), price.model());
  }

  static Pattern glob(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
  }

  private static String table(Map<Key, Row> rows) {
    TextTable table = new TextTable("PROVIDER", "MODEL", "PRICES", "SCOPES", "TIERS");
    rows.forEach(
        (key, row) ->
            table.row(
                key.provider().id(),
                key.model(),
                Integer.toString(row.prices),
                few(row.scopes),
                few(row.tiers)));
    return table.toString();
  }

  /** Regions are many; how many says enough in a table. */
  private static String few(Set<String> names) {
    List<String> shown = new ArrayList<>();
    int regions = 0;
    for (String name : names) {
      if (name.startsWith("region:")) {
        regions++;
      } else {
        shown.add(name);
      }
    }
    if (regions > 0) {
      shown.add(regions + (regions == 1 ? " Region" : " Regions"));
    }
    return String.join(" ", shown);
  }

  private static String json(Map<Key, Row> rows) {
    JsonLines lines = new JsonLines();
    rows.forEach(
        (key, row) ->
            lines.object(
                json -> {
                  json.writeStringField("provider", key.provider().id());
                  json.writeStringField("model", key.model());
                  json.writeNumberField("prices", row.prices);
                  json.writeArrayFieldStart("scopes");
                  for (String scope : row.scopes) {
                    json.writeString(scope);
                  }
                  json.writeEndArray();
                  json.writeArrayFieldStart("tiers");
                  for (String tier : row.tiers) {
                    json.writeString(tier);
                  }
                  json.writeEndArray();
                }));
    return lines.all();
  }
}
