package io.costaware.pricing;

import io.costaware.catalog.LeftOut;
import io.costaware.catalog.LeftOutPrices;
import io.costaware.catalog.PriceFact;
import io.costaware.catalog.PriceFacts;
import io.costaware.target.Provider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns a file of price facts into the plain tables under {@code core/src/prices}, and those into
 * the bundled sheet. {@code sources.csv} is written by hand: it says what each source is.
 *
 * <p>Run {@link #main} in the module {@code core} with the path of the facts.
 *
 * <p>Safe for use by many threads.
 */
final class PriceTables {
  static final String PRICES =
      "model,scope,tier,band,meter,per,price,from,to,source,seen,confidence,attributes";
  static final String MODELS = "provider,model,context,max_output,retired";

  private PriceTables() {}

  /** Writes tables and sheet into the module it is run in. */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      throw new IllegalArgumentException("Give the path of one file of price facts");
    }
    write(PriceFacts.read(Path.of(args[0])), BundledSheetWriter.TABLES);
    BundledSheetWriter.main(new String[0]);
  }

  static void write(PriceFacts facts, Path tables) throws IOException {
    List<LeftOut> leftOut = facts.leftOut();
    Set<PriceFact> without = new HashSet<>();
    leftOut.forEach(each -> without.add(each.fact()));
    for (Provider provider : Provider.values()) {
      List<String> rows =
          facts.rows().stream()
              .filter(fact -> fact.key().provider() == provider && !without.contains(fact))
              .map(PriceTables::row)
              .toList();
      table(tables.resolve(provider.id() + ".csv"), PRICES, rows);
    }
    table(tables.resolve("models.csv"), MODELS, models(facts));
    lines(tables.resolve("left-out.csv"), LeftOutPrices.of(leftOut).lines());
  }

  private static void table(Path file, String columns, List<String> rows) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(columns);
    rows.stream().sorted().forEach(lines::add);
    lines(file, lines);
  }

  private static void lines(Path file, List<String> lines) throws IOException {
    Files.writeString(file, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
  }

  private static List<String> models(PriceFacts facts) {
    List<String> rows = new ArrayList<>();
    facts
        .models()
        .forEach(
            (name, known) -> {
              ModelLimits limits = known.limits();
              rows.add(
                  String.join(
                      ",",
                      name.provider().id(),
                      name.model(),
                      known(limits.contextTokens()),
                      known(limits.maxOutputTokens()),
                      known.retired() ? "true" : ""));
            });
    rows.removeIf(row -> row.endsWith(",,,"));
    return rows;
  }

  private static String known(long tokens) {
    return tokens == 0 ? "" : Long.toString(tokens);
  }

  private static String row(PriceFact fact) {
    PriceFact.Key key = fact.key();
    return String.join(
        ",",
        key.model(),
        key.scope(),
        key.tier(),
        key.band(),
        key.dimension(),
        per(fact.unit()),
        fact.usd().toPlainString(),
        day(fact.from()),
        day(fact.to()),
        fact.source(),
        fact.seen().toString(),
        fact.confidence().id(),
        attributes(key));
  }

  private static String per(String unit) {
    if (unit.startsWith("usd_per_1m_")) {
      return "1M";
    }
    return unit.startsWith("usd_per_1000_") ? "1K" : "1";
  }

  private static String attributes(PriceFact.Key key) {
    return key.attributes().entrySet().stream()
        .map((Function<Map.Entry<String, String>, String>) e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(";"));
  }

  private static String day(@Nullable LocalDate day) {
    return day == null ? "" : day.toString();
  }
}
