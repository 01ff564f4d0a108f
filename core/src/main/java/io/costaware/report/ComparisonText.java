package io.costaware.report;

import java.util.List;

/** Writes comparisons as lines of text. */
final class ComparisonText {
  private static final String LINE = "  %-44s %8d  %20s  %20s%n";

  private ComparisonText() {}

  static void write(StringBuilder text, List<Comparison> comparisons, Change total) {
    for (Comparison comparison : comparisons) {
      text.append("By ").append(comparison.breakdown()).append(":\n");
      comparison.rows().forEach((name, row) -> text.append(line(name, row)));
    }
    text.append("In all:\n").append(line("", total));
  }

  private static String line(String name, Change row) {
    return LINE.formatted(name, row.calls(), row.before(), row.after());
  }
}
