package io.costaware.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.costaware.config.Setting.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a file into settings.
 *
 * <p>For use by one thread.
 */
final class SettingTree {
  private final JsonParser parser;
  private final SettingFormat format;
  private final String text;
  private final Faults faults;

  private SettingTree(JsonParser parser, SettingFormat format, String text, Faults faults) {
    this.parser = parser;
    this.format = format;
    this.text = text;
    this.faults = faults;
  }

  /** The whole as one setting; null, and a fault, if it cannot be made out. */
  static @Nullable Setting read(SettingFormat format, String text, Faults faults)
      throws IOException {
    try (JsonParser parser = format.factory().createParser(text)) {
      return new SettingTree(parser, format, text, faults).document();
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      // Only the first line: what follows may repeat much of the file.
      String reason = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
      faults.add(
          line, "", "the " + format.word() + " is damaged: " + Setting.shown(reason) + "; mend it");
      return null;
    }
  }

  private @Nullable Setting document() throws IOException {
    if (parser.nextToken() == null) {
      faults.add(1, "", "the file is empty; write budgets: and a list, [] for none");
      return null;
    }
    Setting whole = value("");
    if (parser.nextToken() != null) {
      faults.add(line(), "", "something follows the end; a file holds one configuration");
    }
    return whole;
  }

  private int line() {
    return Math.max(1, parser.currentTokenLocation().getLineNr());
  }

  private Setting value(String place) throws IOException {
    JsonToken token = parser.currentToken();
    int line = line();
    return switch (token) {
      case START_OBJECT -> object(place, line);
      case START_ARRAY -> list(place, line);
      case VALUE_STRING -> {
        if (format.isAlias(text, parser.currentTokenLocation())) {
          faults.add(line, place, "is an alias (*), which is not read; write the value itself");
        }
        yield Setting.scalar(place, line, Kind.TEXT, parser.getText());
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          Setting.scalar(place, line, Kind.NUMBER, parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> Setting.scalar(place, line, Kind.FLAG, parser.getText());
      default -> Setting.scalar(place, line, Kind.NOTHING, "");
    };
  }

  private Setting object(String place, int line) throws IOException {
    LinkedHashMap<String, Setting> fields = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      String at = place.isEmpty() ? name : place + "." + name;
      parser.nextToken();
      Setting value = value(at);
      if (fields.putIfAbsent(name, value) != null) {
        faults.add(value, "stands twice in the same object; keep one");
      }
    }
    return Setting.object(place, line, fields);
  }

  private Setting list(String place, int line) throws IOException {
    List<Setting> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value(place + "[" + elements.size() + "]"));
    }
    return Setting.list(place, line, elements);
  }
}
