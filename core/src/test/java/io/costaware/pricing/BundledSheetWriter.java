package io.costaware.pricing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns the plain tables under {@code core/src/prices} into the bundled price sheet: one line of
 * JSON for all prices that share model, scope, tier, band, dates, source and confidence.
 *
 * <p>Run {@link #main} in the module {@code core} after a change of the tables; a test fails as
 * long as the sheet and the tables differ.
 *
 * <p>Safe for use by many threads.
 */
final class BundledSheetWriter {
  static final Path TABLES = Path.of("src", "prices");
  static final Path SHEET =
      Path.of("src", "main", "resources", "io", "costaware", "pricing", "bundled-prices.json");

  private static final List<String> GROUP =
      List.of(
          "scope",
          "tier",
          "band",
          "per",
          "from",
          "to",
          "source",
          "seen",
          "confidence",
          "attributes");

  private BundledSheetWriter() {}

  /** Writes the sheet into the resources of the module it is run in. */
  public static void main(String[] args) throws IOException {
    Files.createDirectories(SHEET.getParent());
    Files.writeString(SHEET, json(TABLES));
  }

  static String json(Path tables) throws IOException {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.setPrettyPrinter(new MinimalPrettyPrinter(""));
      json.writeStartObject();
      json.writeStringField("name", "bundled");
      json.writeStringField("version", newest(tables));
      json.writeStringField("currency", "USD");
      json.writeRaw(",\n\"sources\":");
      json.writeRaw(sources(tables));
      json.writeRaw(",\n\"models\":[");
      String separator = "\n";
      for (Map.Entry<String, String> model : models(tables).entrySet()) {
        json.writeRaw(separator + model.getValue());
        separator = ",\n";
      }
      json.writeRaw("\n]");
      json.writeEndObject();
    }
    return out + "\n";
  }

  private static String newest(Path tables) throws IOException {
    String newest = "";
    for (String provider : List.of("bedrock", "vertex")) {
      for (Map<String, String> row : table(tables.resolve(provider + ".csv"))) {
        String seen = row.getOrDefault("seen", "");
        newest = seen.compareTo(newest) > 0 ? seen : newest;
      }
    }
    return newest;
  }

  private static String sources(Path tables) throws IOException {
    List<String> all = new ArrayList<>();
    for (Map<String, String> row : table(tables.resolve("sources.csv"))) {
      all.add(quoted(row.getOrDefault("id", "")) + ":" + quoted(row.getOrDefault("what", "")));
    }
    return "{\n" + String.join(",\n", all) + "\n}";
  }

  private static Map<String, String> models(Path tables) throws IOException {
    Map<String, Map<String, String>> facts = new TreeMap<>();
    for (Map<String, String> row : table(tables.resolve("models.csv"))) {
      facts.put(row.get("provider") + " " + row.get("model"), row);
    }
    Map<String, Map<String, Map<String, String>>> groups = new TreeMap<>();
    facts.keySet().forEach(model -> groups.put(model, new LinkedHashMap<>()));
    for (String provider : List.of("bedrock", "vertex")) {
      for (Map<String, String> row : table(tables.resolve(provider + ".csv"))) {
        groups
            .computeIfAbsent(provider + " " + row.get("model"), model -> new LinkedHashMap<>())
            .computeIfAbsent(group(row), group -> new LinkedHashMap<>())
            .put(row.getOrDefault("meter", ""), row.getOrDefault("price", ""));
      }
    }
    Map<String, String> models = new TreeMap<>();
    groups.forEach((model, prices) -> models.put(model, model(model, facts.get(model), prices)));
    return models;
  }

  private static String model(
      String key, @Nullable Map<String, String> facts, Map<String, Map<String, String>> groups) {
    String[] names = key.split(" ", 2);
    StringBuilder json = new StringBuilder();
    json.append("{\"provider\":").append(quoted(names[0]));
    json.append(",\"model\":").append(quoted(names[1]));
    Map<String, String> known = facts == null ? Map.of() : facts;
    append(json, "context", known.getOrDefault("context", ""));
    append(json, "maxOutput", known.getOrDefault("max_output", ""));
    append(json, "retired", known.getOrDefault("retired", ""));
    if (!groups.isEmpty()) {
      json.append(",\"prices\":[");
      String separator = "\n ";
      for (Map.Entry<String, Map<String, String>> group : groups.entrySet()) {
        json.append(separator).append('{').append(group.getKey()).append("\"rates\":");
        json.append(object(group.getValue())).append('}');
        separator = ",\n ";
      }
      json.append(']');
    }
    return json.append('}').toString();
  }

  private static void append(StringBuilder json, String field, String value) {
    if (!value.isEmpty()) {
      json.append(",\"").append(field).append("\":").append(value);
    }
  }

  /** The fields that the rows of a group share, as JSON with a comma behind each. */
  private static String group(Map<String, String> row) {
    StringBuilder json = new StringBuilder();
    for (String field : GROUP) {
      String value = row.getOrDefault(field, "");
      if (value.isEmpty() || isUsual(field, value, row.getOrDefault("meter", ""))) {
        continue;
      }
      json.append(quoted(field)).append(':');
      json.append(field.equals("attributes") ? object(attributes(value)) : quoted(value));
      json.append(',');
    }
    return json.toString();
  }

  private static boolean isUsual(String field, String value, String meter) {
    return switch (field) {
      case "tier" -> value.equals("standard");
      case "band" -> value.equals("any");
      case "confidence" -> value.equals("medium");
      case "per" -> value.equals(SheetGroup.usualPer(meter));
      default -> false;
    };
  }

  private static Map<String, String> attributes(String text) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (String pair : text.split(";", -1)) {
      String[] parts = pair.split("=", 2);
      attributes.put(parts[0], parts[1]);
    }
    return attributes;
  }

  private static String object(Map<String, String> map) {
    List<String> fields = new ArrayList<>();
    map.forEach((name, value) -> fields.add(quoted(name) + ":" + quoted(value)));
    return "{" + String.join(",", fields) + "}";
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** The rows of a table by column; the last column may hold commas. */
  static List<Map<String, String>> table(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    List<String> columns = Arrays.asList(lines.get(0).split(",", -1));
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", columns.size());
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        row.put(columns.get(i), cells[i]);
      }
      rows.add(row);
    }
    return rows;
  }
}
