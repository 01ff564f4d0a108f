package io.costaware.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One value of a configuration file, with where it stands.
 *
 * @param place for example {@code budgets[2].window.zone}; empty for the whole
 * @param line its line in the file, from 1
 * @param kind what it is
 * @param text a text, or a number or flag as it is written; empty for all else
 * @param elements those of a list; empty for all else
 * @param fields those of an object, in their order; empty for all else
 */
record Setting(
    String place,
    int line,
    Kind kind,
    String text,
    List<Setting> elements,
    Map<String, Setting> fields) {
  private static final int SHOWN = 60;

  /** What a value is. */
  enum Kind {
    TEXT("text"),
    NUMBER("number"),
    FLAG("flag"),
    NOTHING("empty"),
    LIST("list"),
    OBJECT("object");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  static Setting scalar(String place, int line, Kind kind, String text) {
    return new Setting(place, line, kind, text, List.of(), Map.of());
  }

  static Setting list(String place, int line, List<Setting> elements) {
    return new Setting(place, line, Kind.LIST, "", elements, Map.of());
  }

  static Setting object(String place, int line, LinkedHashMap<String, Setting> fields) {
    return new Setting(place, line, Kind.OBJECT, "", List.of(), fields);
  }

  /** The place of a field of this object, whether it is there or not. */
  String placeOf(String field) {
    return place.isEmpty() ? field : place + "." + field;
  }

  /** The value as a message can bear it: short, and without control characters. */
  String shown() {
    return switch (kind) {
      case TEXT -> "'" + shown(text) + "'";
      case NUMBER, FLAG -> shown(text);
      case NOTHING -> kind.word;
      case LIST, OBJECT -> (kind == Kind.LIST ? "a " : "an ") + kind.word;
    };
  }

  static String shown(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "...";
  }
}
