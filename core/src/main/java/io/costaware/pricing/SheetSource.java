package io.costaware.pricing;

import org.jspecify.annotations.Nullable;

/**
 * The text that says where a figure comes from and when it was seen, as receipts bear it: {@code
 * contract, seen 2026-10-28}.
 *
 * <p>Immutable.
 *
 * @param ids short names of sources joined by {@code +}; empty where there is none
 * @param seen the date on which it was seen; null where it is not known
 */
record SheetSource(String ids, @Nullable String seen) {
  private static final String UNNAMED = "unnamed source";
  private static final String SEEN = ", seen ";

  /** The text of both. */
  static String of(String ids, @Nullable String seen) {
    String named = ids.isEmpty() ? UNNAMED : ids;
    return seen == null ? named : named + SEEN + seen;
  }

  /** Takes such a text apart. */
  static SheetSource parse(String text) {
    int at = text.lastIndexOf(SEEN);
    String seen = at < 0 ? null : text.substring(at + SEEN.length());
    boolean dated = seen != null && SheetValues.instant(seen) != null;
    String ids = dated ? text.substring(0, at) : text;
    return new SheetSource(ids.equals(UNNAMED) ? "" : ids, dated ? seen : null);
  }
}
