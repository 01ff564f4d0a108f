package io.costaware.config;

import io.costaware.config.Setting.Kind;
import io.costaware.spelling.NearestNames;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes values out of settings. Where a setting is none that will do, there is a fault, and null or
 * nothing comes out.
 *
 * <p>For use by one thread.
 */
final class SettingValues {
  private final Faults faults;

  SettingValues(Faults faults) {
    this.faults = faults;
  }

  /** The fields of an object; those that it cannot have are faults. */
  @Nullable Fields fields(Setting setting, List<String> known) {
    if (setting.kind() != Kind.OBJECT) {
      wrong(setting, "must be an object with " + String.join(", ", known));
      return null;
    }
    for (Map.Entry<String, Setting> field : setting.fields().entrySet()) {
      if (!known.contains(field.getKey())) {
        List<String> near = NearestNames.near(field.getKey(), known);
        faults.add(
            field.getValue(),
            near.isEmpty()
                ? "is no field here; there "
                    + (known.size() == 1 ? "is " : "are ")
                    + String.join(", ", known)
                : "is no field here; did you mean " + String.join(" or ", near) + "?");
      }
    }
    return new Fields(setting, faults);
  }

  /** The elements of a list. */
  List<Setting> list(Setting setting, String what) {
    if (setting.kind() != Kind.LIST) {
      wrong(setting, "must be a list of " + what);
      return List.of();
    }
    return setting.elements();
  }

  /** A text that is not blank. */
  @Nullable String text(Setting setting, String what) {
    if (setting.kind() == Kind.TEXT && !setting.text().isBlank()) {
      return setting.text();
    }
    wrong(
        setting,
        "must be "
            + what
            + (setting.kind() == Kind.NUMBER || setting.kind() == Kind.FLAG
                ? " in quotes"
                : ", not empty"));
    return null;
  }

  /** One text or a list of them, none twice; empty, and a fault, if there is none. */
  Set<String> texts(Setting setting, String what) {
    List<Setting> all = setting.kind() == Kind.LIST ? setting.elements() : List.of(setting);
    if (all.isEmpty()) {
      faults.add(setting, "is an empty list; name at least one, or leave it out");
    }
    Set<String> texts = new LinkedHashSet<>();
    for (Setting one : all) {
      String text = text(one, what);
      if (text != null && !texts.add(text)) {
        faults.add(one, "names " + one.shown() + " twice; name it once");
      }
    }
    return texts;
  }

  /** A whole number; null if it is none or out of range. */
  @Nullable Long number(Setting setting, String what, long least, long most) {
    if (setting.kind() == Kind.NUMBER) {
      try {
        long value = Long.parseLong(setting.text());
        if (value >= least && value <= most) {
          return value;
        }
      } catch (NumberFormatException e) {
        // Refused below, with the value.
      }
    }
    wrong(setting, "must be a whole number of " + what + " from " + least + " to " + most);
    return null;
  }

  @Nullable Boolean flag(Setting setting) {
    if (setting.kind() == Kind.FLAG) {
      return Boolean.valueOf(setting.text());
    }
    wrong(setting, "must be true or false");
    return null;
  }

  /** One of some words. */
  <T> @Nullable T choice(Setting setting, Map<String, T> choices) {
    T chosen = setting.kind() == Kind.TEXT ? choices.get(setting.text()) : null;
    if (chosen == null) {
      List<String> near = NearestNames.near(setting.text(), choices.keySet());
      faults.add(
          setting,
          "is "
              + setting.shown()
              + "; "
              + (near.isEmpty() || setting.kind() != Kind.TEXT
                  ? ""
                  : "did you mean " + near.get(0) + "? ")
              + "there "
              + (choices.size() == 1 ? "is " : "are ")
              + String.join(", ", choices.keySet().stream().sorted().toList()));
    }
    return chosen;
  }

  @Nullable Duration duration(Setting setting) {
    String what = "a duration such as PT30S, PT1H or P1D";
    String text = text(setting, what);
    if (text == null) {
      return null;
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      faults.add(setting, "is " + setting.shown() + "; write " + what);
      return null;
    }
  }

  @Nullable Instant instant(Setting setting) {
    String what = "a moment with its offset, such as 2026-12-01T00:00:00Z";
    String text = text(setting, what);
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      faults.add(setting, "is " + setting.shown() + "; write " + what);
      return null;
    }
  }

  @Nullable ZoneId zone(Setting setting) {
    String text = text(setting, "a time zone such as Europe/Berlin or UTC");
    if (text == null) {
      return null;
    }
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      List<String> near = NearestNames.near(text, ZoneId.getAvailableZoneIds());
      faults.add(
          setting,
          "is "
              + setting.shown()
              + ", which is no time zone; "
              + (near.isEmpty()
                  ? "write one such as Europe/Berlin or UTC"
                  : "did you mean " + near.get(0) + "?"));
      return null;
    }
  }

  /** The elements of a list of whole numbers. */
  List<Long> numbers(Setting setting, String what, long least, long most) {
    List<Long> numbers = new ArrayList<>();
    for (Setting one : list(setting, what)) {
      Long number = number(one, what, least, most);
      if (number != null) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  private void wrong(Setting setting, String must) {
    faults.add(setting, must + "; it is " + setting.shown());
  }
}
