package io.costaware.config;

import static java.util.Objects.requireNonNull;

import io.costaware.budget.BudgetWindow;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Month;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the window of a budget.
 *
 * <p>For use by one thread.
 */
final class WindowReader {
  private static final List<String> FIELDS =
      List.of(
          "per",
          "zone",
          "startingIn",
          "startingOnDay",
          "startingOn",
          "length",
          "buckets",
          "forgottenAfter");

  /** The kinds, each with the fields that go with it. */
  private static final Map<String, List<String>> KINDS = new LinkedHashMap<>();

  static {
    KINDS.put("minute", List.of("zone"));
    KINDS.put("hour", List.of("zone"));
    KINDS.put("day", List.of("zone"));
    KINDS.put("week", List.of("zone", "startingOn"));
    KINDS.put("month", List.of("zone", "startingOnDay"));
    KINDS.put("quarter", List.of("zone", "startingIn", "startingOnDay"));
    KINDS.put("year", List.of("zone", "startingIn", "startingOnDay"));
    KINDS.put("rolling", List.of("length", "buckets"));
    KINDS.put("run", List.of("forgottenAfter"));
    KINDS.put("lifetime", List.of());
  }

  private static final Map<String, Function<ZoneId, BudgetWindow>> CALENDAR =
      Map.of(
          "minute", BudgetWindow::minute,
          "hour", BudgetWindow::hour,
          "day", BudgetWindow::day,
          "week", BudgetWindow::week,
          "month", BudgetWindow::month,
          "quarter", BudgetWindow::quarter,
          "year", BudgetWindow::year);

  private final Faults faults;
  private final SettingValues values;

  WindowReader(Faults faults) {
    this.faults = faults;
    this.values = new SettingValues(faults);
  }

  /** The window; null, and a fault, if it is none. */
  @Nullable BudgetWindow read(Setting setting) {
    Fields fields = values.fields(setting, FIELDS);
    Setting per =
        fields == null
            ? null
            : fields.needed("per", "write one of " + String.join(", ", KINDS.keySet()));
    if (fields == null || per == null) {
      return null;
    }
    Map<String, String> kinds = new LinkedHashMap<>();
    KINDS.keySet().forEach(kind -> kinds.put(kind, kind));
    String kind = values.choice(per, kinds);
    if (kind == null) {
      return null;
    }
    refuseStrangers(fields, kind);
    return switch (kind) {
      case "rolling" -> rolling(fields);
      case "run" -> run(fields);
      case "lifetime" -> BudgetWindow.lifetime();
      default -> calendar(fields, kind);
    };
  }

  private void refuseStrangers(Fields fields, String kind) {
    List<String> fitting = KINDS.getOrDefault(kind, List.of());
    fields
        .object()
        .fields()
        .forEach(
            (name, value) -> {
              if (!name.equals("per") && FIELDS.contains(name) && !fitting.contains(name)) {
                faults.add(
                    value,
                    "does not go with per: "
                        + kind
                        + ", which takes "
                        + (fitting.isEmpty() ? "nothing more" : String.join(", ", fitting))
                        + "; leave it out");
              }
            });
  }

  private @Nullable BudgetWindow rolling(Fields fields) {
    Setting lengthSetting = fields.needed("length", "write a duration such as PT1H");
    Setting bucketsSetting = fields.needed("buckets", "write a number from 2 to 60");
    Duration length = lengthSetting == null ? null : values.duration(lengthSetting);
    Long buckets = bucketsSetting == null ? null : values.number(bucketsSetting, "buckets", 2, 60);
    return length == null || buckets == null
        ? null
        : faults.made(fields.object(), () -> BudgetWindow.rolling(length, buckets.intValue()));
  }

  private @Nullable BudgetWindow run(Fields fields) {
    Setting setting = fields.needed("forgottenAfter", "write a duration such as PT6H");
    Duration after = setting == null ? null : values.duration(setting);
    return setting == null || after == null
        ? null
        : faults.made(setting, () -> BudgetWindow.run(after));
  }

  private @Nullable BudgetWindow calendar(Fields fields, String kind) {
    Setting zoneSetting = fields.needed("zone", "write one such as Europe/Berlin or UTC");
    ZoneId zone = zoneSetting == null ? null : values.zone(zoneSetting);
    Setting monthSetting = fitting(fields, kind, "startingIn");
    Month month = monthSetting == null ? null : values.choice(monthSetting, words(Month.values()));
    Setting daySetting = fitting(fields, kind, "startingOnDay");
    Long day = daySetting == null ? null : values.number(daySetting, "the day", 1, 28);
    Setting weekdaySetting = fitting(fields, kind, "startingOn");
    DayOfWeek weekday =
        weekdaySetting == null ? null : values.choice(weekdaySetting, words(DayOfWeek.values()));
    if (zone == null) {
      return null;
    }
    BudgetWindow window = requireNonNull(CALENDAR.get(kind), kind).apply(zone);
    window = month == null ? window : window.startingIn(month);
    window = day == null ? window : window.startingOnDay(day.intValue());
    return weekday == null ? window : window.startingOn(weekday);
  }

  private static @Nullable Setting fitting(Fields fields, String kind, String name) {
    return KINDS.getOrDefault(kind, List.of()).contains(name) ? fields.get(name) : null;
  }

  private static <E extends Enum<E>> Map<String, E> words(E[] constants) {
    Map<String, E> words = new LinkedHashMap<>();
    Arrays.stream(constants).forEach(one -> words.put(one.name().toLowerCase(Locale.ROOT), one));
    return words;
  }
}
