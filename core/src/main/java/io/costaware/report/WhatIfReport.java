package io.costaware.report;

import io.costaware.money.Money;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What calls cost and would have cost elsewhere. Before and after are of the same calls: what could
 * not be priced on both sides is left out, counted and summed apart.
 *
 * <p>Immutable.
 *
 * @param from first instant of the range, by the dispatch of the calls
 * @param to first instant after it
 * @param priceVersion the book that prices the supposition
 * @param supposition what is supposed
 * @param total cost of the calls compared; a lower bound after, if some are partial
 * @param comparisons the same by row, one table for each breakdown
 * @param partial calls compared of which a meter has no price elsewhere
 * @param leftOut how many calls are not compared, and why
 * @param leftOutSpend what those cost, which is in neither side
 * @param warnings meters and models without a price
 */
public record WhatIfReport(
    Instant from,
    Instant to,
    String priceVersion,
    String supposition,
    Change total,
    List<Comparison> comparisons,
    long partial,
    Map<LeftOut, Long> leftOut,
    Money leftOutSpend,
    List<String> warnings) {
  /** What every such report rests on. */
  public static final String ASSUMPTION =
      "Same token counts assumed: another model has another tokenizer and gives other answers, so"
          + " real counts would differ";

  /**
   * Why a call is not compared.
   *
   * <p>Immutable.
   */
  public enum LeftOut {
    /** It cost nothing. */
    FREE,
    /** Its usage is not known, or in part. */
    UNMEASURED,
    /** It ran on throughput bought beforehand, so that it had no cost of its own. */
    PREPAID,
    /** What it did cost is not known exactly, or is in another currency. */
    NO_COST_BEFORE,
    /** The supposition does not say where it would have gone. */
    NOT_SUPPOSED,
    /** Where it is supposed to have gone, no price was known at the time. */
    NO_PRICE_ELSEWHERE;

    /** The name in reports. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Copies what could change. */
  public WhatIfReport {
    Map<LeftOut, Long> all = new EnumMap<>(LeftOut.class);
    for (LeftOut why : LeftOut.values()) {
      all.put(why, leftOut.getOrDefault(why, 0L));
    }
    leftOut = Collections.unmodifiableMap(all);
    comparisons = List.copyOf(comparisons);
    warnings = List.copyOf(warnings);
  }

  /** How many calls are left out for a reason. */
  public long count(LeftOut why) {
    return leftOut.getOrDefault(why, 0L);
  }

  /** The report as text, a line for each fact and each row. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("Calls from ").append(from).append(" to ").append(to);
    text.append(", had they gone: ").append(supposition);
    text.append(", priced with ").append(priceVersion).append('\n');
    text.append(ASSUMPTION).append(".\n");
    if (partial > 0) {
      text.append("A lower bound: of ").append(partial).append(" calls some meter has no price\n");
    }
    leftOut.forEach(
        (why, count) -> {
          if (count > 0) {
            text.append("  left out, ").append(why.id()).append(": ").append(count).append('\n');
          }
        });
    text.append("Cost of what is left out: ").append(leftOutSpend).append('\n');
    for (String warning : warnings) {
      text.append("  ").append(warning).append('\n');
    }
    ComparisonText.write(text, comparisons, total);
    return text.toString();
  }
}
