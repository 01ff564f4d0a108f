package io.costaware.spelling;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Finds what somebody may have meant by a misspelt name.
 *
 * <p>Immutable.
 */
public final class NearestNames {
  private static final int SHOWN = 3;

  private NearestNames() {}

  /**
   * The end of a sentence: near names, or else the first of those known.
   *
   * @param known at least one
   */
  public static String hint(String name, Collection<String> known) {
    List<String> near = near(name, known);
    if (!near.isEmpty()) {
      return "did you mean " + String.join(" or ", near) + "?";
    }
    List<String> first = known.stream().sorted().limit(SHOWN).toList();
    int more = known.size() - first.size();
    return "known are " + String.join(", ", first) + (more == 0 ? "" : " and " + more + " more");
  }

  /**
   * Those of the known names that are near enough to be meant, the nearest first; at most three.
   */
  public static List<String> near(String name, Collection<String> known) {
    int limit = Math.max(2, name.length() / 3);
    return known.stream()
        .filter(candidate -> distance(name, candidate) <= limit)
        .sorted(
            Comparator.comparingInt((String candidate) -> distance(name, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .limit(SHOWN)
        .toList();
  }

  /** How many letters must be added, taken away or changed, whatever their case. */
  static int distance(String a, String b) {
    String left = a.toLowerCase(Locale.ROOT);
    String right = b.toLowerCase(Locale.ROOT);
    int[] row = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int changed = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[right.length()];
  }
}
