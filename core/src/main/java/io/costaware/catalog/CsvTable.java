package io.costaware.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a table of prices whose first line names its columns.
 *
 * <p>For use by one thread.
 */
final class CsvTable {
  static final List<String> COLUMNS =
      List.of(
          "provider",
          "model",
          "scope",
          "tier",
          "band",
          "meter",
          "per",
          "price",
          "currency",
          "from",
          "to",
          "source",
          "seen",
          "confidence",
          "attributes");

  private static final String SOURCE = "csv";
  private static final List<String> REQUIRED =
      List.of("provider", "model", "scope", "meter", "price");

  private CsvTable() {}

  static PriceImport read(InputStream csv, LocalDate asOf) throws IOException {
    List<String> faults = new ArrayList<>();
    List<CsvLine> lines = CsvLine.of(text(csv), faults::add);
    if (lines.isEmpty()) {
      throw new PriceImportException(SOURCE, List.of("the file is empty"));
    }
    List<String> header = lines.get(0).cells();
    checkHeader(lines.get(0), faults);
    if (!faults.isEmpty()) {
      throw new PriceImportException(SOURCE, faults);
    }
    PriceRows rows = PriceImport.collect(SOURCE, asOf);
    Set<String> seen = new HashSet<>();
    for (CsvLine line : lines.subList(1, lines.size())) {
      if (line.cells().size() == header.size()) {
        row(header, line, asOf, rows, seen, faults);
      } else {
        faults.add(
            "line "
                + line.number()
                + ": has "
                + line.cells().size()
                + " cells, the header "
                + header.size());
      }
    }
    if (!faults.isEmpty()) {
      throw new PriceImportException(SOURCE, faults);
    }
    PriceImport table = rows.done();
    if (!table.passedOver().isEmpty()) {
      throw new PriceImportException(
          SOURCE, table.passedOver().stream().map(PassedOver::toString).toList());
    }
    return table;
  }

  private static String text(InputStream csv) throws IOException {
    try (csv) {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(csv.readAllBytes()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new PriceImportException(SOURCE, List.of("the file is not UTF-8; save it as UTF-8"));
    }
  }

  private static void checkHeader(CsvLine header, List<String> faults) {
    String at = "line " + header.number() + ": ";
    Set<String> names = new HashSet<>();
    for (String column : header.cells()) {
      if (!COLUMNS.contains(column)) {
        faults.add(at + "'" + column + "' is no column; there are " + String.join(", ", COLUMNS));
      } else if (!names.add(column)) {
        faults.add(at + "column " + column + " stands twice");
      }
    }
    for (String column : REQUIRED) {
      if (!names.contains(column)) {
        faults.add(at + "column " + column + " is missing");
      }
    }
  }

  private static void row(
      List<String> header,
      CsvLine line,
      LocalDate asOf,
      PriceRows rows,
      Set<String> seen,
      List<String> faults) {
    String place = "line " + line.number();
    Map<String, String> cells = new HashMap<>();
    for (int i = 0; i < header.size(); i++) {
      cells.put(header.get(i), line.cells().get(i).strip());
    }
    int before = faults.size();
    CsvRow row = new CsvRow(cells, asOf, fault -> faults.add(place + ", " + fault));
    row.price()
        .filter(price -> faults.size() == before)
        .ifPresent(
            price -> {
              if (seen.add(RowKey.of(price) + " " + price.from() + " " + price.to())) {
                rows.add(price, place);
              } else {
                faults.add(place + ": " + RowKey.of(price) + " stands twice for the same time");
              }
            });
  }
}
