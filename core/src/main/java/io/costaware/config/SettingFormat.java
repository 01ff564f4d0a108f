package io.costaware.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;

/**
 * How a file is written. YAML is found among the formats that Jackson's modules offer, so that
 * nobody needs that module who writes JSON.
 *
 * @param word its name in messages
 * @param factory makes its parsers
 */
record SettingFormat(String word, JsonFactory factory) {
  private static final SettingFormat JSON = new SettingFormat("JSON", new JsonFactory());
  private static final String YAML_MODULE =
      "com.fasterxml.jackson.dataformat:jackson-dataformat-yaml";

  /**
   * The format of a file by the end of its name.
   *
   * @throws ConfigurationException if it is none that can be read
   */
  static SettingFormat of(String fileName) {
    return of(fileName, SettingFormat.class.getClassLoader());
  }

  /** The same with the formats that a class loader finds. */
  static SettingFormat of(String fileName, ClassLoader loader) {
    String name = fileName.toLowerCase(Locale.ROOT);
    if (name.endsWith(".json")) {
      return JSON;
    }
    if (!name.endsWith(".yaml") && !name.endsWith(".yml")) {
      throw refusal(fileName, "the name ends in none of .json, .yaml and .yml; rename the file");
    }
    for (JsonFactory factory : ServiceLoader.load(JsonFactory.class, loader)) {
      if ("YAML".equals(factory.getFormatName())) {
        return new SettingFormat("YAML", factory);
      }
    }
    throw refusal(
        fileName,
        "YAML is read only where "
            + YAML_MODULE
            + " is on the class path; add it in the version of your other Jackson modules, or"
            + " write JSON into a file that ends in .json");
  }

  private static ConfigurationException refusal(String fileName, String what) {
    return new ConfigurationException(fileName, List.of(what), null);
  }

  /** Whether a text that begins there is a YAML alias; Jackson gives its name as if it were one. */
  boolean isAlias(String text, JsonLocation location) {
    long at = location.getCharOffset();
    if (!word.equals("YAML") || at < 0 || at >= text.length()) {
      return false;
    }
    // The place counts code points, which are fewer than chars where some need two.
    int index =
        text.offsetByCodePoints(0, (int) Math.min(at, text.codePointCount(0, text.length())));
    return index < text.length() && text.charAt(index) == '*';
  }
}
