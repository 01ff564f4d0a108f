package io.costaware.catalog;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A committed list of prices that were not taken into a sheet, each with the reason: the table
 * {@code left-out.csv}. A price is found in it by all that identifies it, its figure included, so
 * that an exclusion does not outlive the figure it was made for.
 *
 * <p>Immutable.
 */
public final class LeftOutPrices {
  /** The first line of the table. */
  public static final String COLUMNS =
      "provider,model,scope,tier,band,meter,price,from,to,attributes,reason";

  private static final int CELLS = COLUMNS.split(",", -1).length;

  private final Map<String, String> reasons;

  private LeftOutPrices(Map<String, String> reasons) {
    this.reasons = Map.copyOf(reasons);
  }

  /** A list of these. */
  public static LeftOutPrices of(List<LeftOut> all) {
    Map<String, String> reasons = new LinkedHashMap<>();
    all.forEach(each -> reasons.put(identity(each.fact()), each.reason()));
    return new LeftOutPrices(reasons);
  }

  /**
   * Reads the table.
   *
   * @throws IllegalArgumentException if a line is wrong; the message says which
   * @throws IOException if the file cannot be read
   */
  public static LeftOutPrices read(Path file) throws IOException {
    requireNonNull(file, "file");
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    if (lines.isEmpty() || !lines.get(0).equals(COLUMNS)) {
      throw new IllegalArgumentException(file + " does not start with the line " + COLUMNS);
    }
    Map<String, String> reasons = new LinkedHashMap<>();
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i);
      List<String> cells = List.of(line.split(",", CELLS));
      if (cells.size() < CELLS || cells.get(CELLS - 1).isBlank()) {
        throw new IllegalArgumentException(
            file + " line " + (i + 1) + " lacks cells or a reason: '" + line + "'");
      }
      reasons.put(String.join(",", cells.subList(0, CELLS - 1)), cells.get(CELLS - 1));
    }
    return new LeftOutPrices(reasons);
  }

  /** The lines of the table, the columns first and the rest in order. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    reasons.forEach((identity, reason) -> lines.add(identity + ',' + reason));
    lines.sort(null);
    lines.add(0, COLUMNS);
    return lines;
  }

  /** How many there are. */
  public int size() {
    return reasons.size();
  }

  /** Why a price is left out; null if it is not. */
  public @Nullable String reason(PriceFact fact) {
    return reasons.get(identity(fact));
  }

  /** Those of the list that are none of these prices: their figure changed, or is gone. */
  List<String> without(List<PriceFact> facts) {
    Set<String> known = facts.stream().map(LeftOutPrices::identity).collect(Collectors.toSet());
    return reasons.keySet().stream().filter(each -> !known.contains(each)).sorted().toList();
  }

  private static String identity(PriceFact fact) {
    PriceFact.Key key = fact.key();
    return String.join(
        ",",
        key.provider().id(),
        key.model(),
        key.scope(),
        key.tier(),
        key.band(),
        key.dimension(),
        fact.usd().toPlainString(),
        day(fact.from()),
        day(fact.to()),
        key.attributes().entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(";")));
  }

  private static String day(@Nullable LocalDate day) {
    return day == null ? "" : day.toString();
  }
}
