package io.costaware.report;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Costs before and after, by row. The rows add up to the total of the report exactly.
 *
 * <p>Immutable.
 *
 * @param breakdown what the rows are
 * @param rows the rows in the order of their names
 */
public record Comparison(String breakdown, SortedMap<String, Change> rows) {
  /** Keeps the rows from changing. */
  public Comparison {
    rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
  }
}
