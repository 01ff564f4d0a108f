package io.costaware.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The faults of one file.
 *
 * <p>For use by one thread.
 */
final class Faults {
  // The place says of which budget the fault is.
  private static final Pattern BUDGET = Pattern.compile("^Budget '.*?': ");

  private record Fault(int line, String text) {}

  private final List<Fault> found = new ArrayList<>();

  /** A fault of a value, such as {@code is 'x'; write a or b}. */
  void add(Setting at, String what) {
    add(at.line(), at.place(), what);
  }

  void add(int line, String place, String what) {
    String where = place.isEmpty() ? "" : ", " + Setting.shown(place);
    found.add(new Fault(line, "line " + line + where + ": " + what));
  }

  /** What a step makes of a value; the value as it was, and a fault, if the step refuses. */
  <T> T changed(Setting at, T before, UnaryOperator<T> step) {
    T after = made(at, () -> step.apply(before));
    return after == null ? before : after;
  }

  /** What a supplier makes; null, and a fault, if it refuses. */
  <T> @Nullable T made(Setting at, Supplier<T> maker) {
    try {
      return maker.get();
    } catch (IllegalArgumentException e) {
      add(at, "does not do: " + BUDGET.matcher(String.valueOf(e.getMessage())).replaceFirst(""));
      return null;
    }
  }

  /** All of them, in the order of the file. */
  List<String> found() {
    return found.stream().sorted(Comparator.comparingInt(Fault::line)).map(Fault::text).toList();
  }
}
