package io.costaware.catalog;

import io.costaware.usage.Meter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which SKU of Vertex AI prices what. Descriptions are free text, so this is a table: a description
 * that is not in it is nobody's price, and none is guessed from its words.
 *
 * <p>Immutable.
 */
public final class SkuMapping {
  private static final List<String> COLUMNS =
      List.of("description", "model", "scope", "tier", "band", "meter", "attributes");
  private static final String NAME = "{name}";

  /** Descriptions stand with and without it. */
  private static final String SUFFIX = " - Predictions";

  /** What one SKU prices. */
  record Entry(
      List<String> models,
      String scope,
      String tier,
      long above,
      Meter meter,
      boolean anyWrite,
      Map<String, String> attributes) {}

  private record Name(String model, String plain) {}

  private final Map<String, Name> names;
  private final Map<String, CsvLine> forms;

  private SkuMapping(Map<String, Name> names, Map<String, CsvLine> forms) {
    this.names = names;
    this.forms = forms;
  }

  /** The table that comes with costaware. */
  public static SkuMapping bundled() {
    return Bundled.MAPPING;
  }

  private static final class Bundled {
    static final SkuMapping MAPPING = load();

    private static SkuMapping load() {
      try (InputStream names = resource("vertex-sku-names.csv");
          InputStream forms = resource("vertex-skus.csv")) {
        Map<String, Name> byName = new HashMap<>();
        List<CsvLine> lines = lines("vertex-sku-names.csv", names);
        for (CsvLine line : lines.subList(1, lines.size())) {
          byName.put(line.cells().get(0), new Name(line.cells().get(1), line.cells().get(2)));
        }
        return new SkuMapping(byName, Map.of()).with(forms);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static InputStream resource(String name) {
      InputStream in = SkuMapping.class.getResourceAsStream(name);
      if (in == null) {
        throw new IllegalStateException(
            name + " is missing from the jar; keep resources when you repackage costaware");
      }
      return in;
    }
  }

  /**
   * This table with rows of your own, which win. Columns are {@code description, model, scope,
   * tier, band, meter, attributes}; the description is the SKU's, without {@code - Predictions}.
   *
   * @param csv UTF-8, with a first line of column names
   * @throws PriceImportException if anything in it is wrong; the message lists every fault with its
   *     line
   * @throws IOException if the stream cannot be read
   */
  public SkuMapping with(InputStream csv) throws IOException {
    List<CsvLine> lines = lines("SKU mapping", csv);
    List<String> faults = new ArrayList<>();
    if (lines.isEmpty() || !lines.get(0).cells().equals(COLUMNS)) {
      throw new PriceImportException(
          "SKU mapping", List.of("line 1: the columns must be " + String.join(",", COLUMNS)));
    }
    Map<String, CsvLine> more = new HashMap<>(forms);
    for (CsvLine line : lines.subList(1, lines.size())) {
      if (line.cells().size() != COLUMNS.size() || entry(line, new Name("m", "global")) == null) {
        faults.add(
            "line "
                + line.number()
                + ": no mapping; write "
                + String.join(",", COLUMNS)
                + " with a known meter and a band such as any or gt_200k");
      } else {
        more.put(line.cells().get(0), line);
      }
    }
    if (!faults.isEmpty()) {
      throw new PriceImportException("SKU mapping", faults);
    }
    return new SkuMapping(names, more);
  }

  private static List<CsvLine> lines(String source, InputStream csv) throws IOException {
    List<String> faults = new ArrayList<>();
    List<CsvLine> lines =
        CsvLine.of(new String(csv.readAllBytes(), StandardCharsets.UTF_8), faults::add);
    if (!faults.isEmpty()) {
      throw new PriceImportException(source, faults);
    }
    return lines;
  }

  /** What a SKU of that description prices; null if the table does not say. */
  @Nullable Entry find(String description) {
    String text = description.strip().replaceAll("\\s+", " ");
    if (text.endsWith(SUFFIX)) {
      text = text.substring(0, text.length() - SUFFIX.length());
    } else if (text.endsWith(" Predictions")) {
      text = text.substring(0, text.length() - " Predictions".length());
    }
    CsvLine exact = forms.get(text);
    if (exact != null) {
      return entry(exact, new Name("", ""));
    }
    // The longest name only: a Flash Lite is no Flash with an odd ending.
    String longest = "";
    for (String name : names.keySet()) {
      if (name.length() > longest.length() && (text + " ").startsWith(name + " ")) {
        longest = name;
      }
    }
    Name name = names.get(longest);
    CsvLine form = name == null ? null : forms.get(NAME + text.substring(longest.length()));
    return name == null || form == null || name.model.isEmpty() ? null : entry(form, name);
  }

  private static @Nullable Entry entry(CsvLine line, Name name) {
    List<String> cells = line.cells();
    String scope = cells.get(2).equals("{plain}") ? name.plain : cells.get(2);
    boolean anyWrite = cells.get(5).equals("cache_write");
    Meter meter = anyWrite ? Meter.CACHE_WRITE_5M : Meter.find(cells.get(5));
    String band = cells.get(4);
    boolean base = band.equals("any");
    if (scope.isEmpty() || meter == null || !(base || band.matches("gt_[1-9][0-9]{0,5}k"))) {
      return null;
    }
    Map<String, String> attributes = new TreeMap<>();
    for (String pair : cells.get(6).isEmpty() ? new String[0] : cells.get(6).split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        return null;
      }
      attributes.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    long above = base ? 0 : Long.parseLong(band.substring(3, band.length() - 1)) * 1000;
    List<String> models = List.of(cells.get(1).replace("{model}", name.model).split(";", -1));
    return new Entry(models, scope, cells.get(3), above, meter, anyWrite, attributes);
  }
}
