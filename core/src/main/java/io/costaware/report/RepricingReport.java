package io.costaware.report;

import io.costaware.money.Money;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a re-pricing would change, or changed. All amounts are spend as {@link Spend} counts it, in
 * the currency of the book.
 *
 * <p>Immutable.
 *
 * @param from first instant of the range, by the dispatch of the calls
 * @param to first instant after it
 * @param priceVersion the corrected book
 * @param reason why
 * @param applied whether adjustments were written
 * @param calls attempts that were read
 * @param earlierAdjustments adjustments that were there before
 * @param findings how many calls came to what
 * @param unpricedBefore measured calls whose cost was unknown or a lower bound
 * @param unpricedAfter those that still are, with the adjustments
 * @param estimated spend that rests on estimated usage, which stays
 * @param total spend before and after
 * @param comparisons the same by row, one table for each breakdown
 * @param versionsBefore the sheets that the figures were from
 * @param versionsAfter the sheets that the figures are from, with the adjustments
 */
public record RepricingReport(
    Instant from,
    Instant to,
    String priceVersion,
    String reason,
    boolean applied,
    long calls,
    long earlierAdjustments,
    Map<Finding, Long> findings,
    long unpricedBefore,
    long unpricedAfter,
    Money estimated,
    Change total,
    List<Comparison> comparisons,
    SortedSet<String> versionsBefore,
    SortedSet<String> versionsAfter) {
  /** Copies what could change. */
  public RepricingReport {
    Map<Finding, Long> all = new EnumMap<>(Finding.class);
    for (Finding finding : Finding.values()) {
      all.put(finding, findings.getOrDefault(finding, 0L));
    }
    findings = Collections.unmodifiableMap(all);
    comparisons = List.copyOf(comparisons);
    versionsBefore = Collections.unmodifiableSortedSet(new TreeSet<>(versionsBefore));
    versionsAfter = Collections.unmodifiableSortedSet(new TreeSet<>(versionsAfter));
  }

  /** How many calls came to that. */
  public long count(Finding finding) {
    return findings.getOrDefault(finding, 0L);
  }

  /** The report as text, a line for each fact and each row. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("Calls from ").append(from).append(" to ").append(to);
    text.append(", priced with ").append(priceVersion).append(" (").append(reason).append(")\n");
    text.append(applied ? "Adjustments written: " : "Nothing written; adjustments due: ");
    text.append(count(Finding.CHANGED)).append(" of ").append(calls).append(" calls\n");
    findings.forEach(
        (finding, count) -> {
          if (count > 0 && finding != Finding.CHANGED) {
            text.append("  ").append(finding.id()).append(": ").append(count).append('\n');
          }
        });
    text.append("Without full price: ").append(unpricedBefore).append(" before, ");
    text.append(unpricedAfter).append(" after\n");
    text.append("Prices: ").append(versionsBefore).append(" before, ");
    text.append(versionsAfter).append(" after\n");
    text.append("Resting on estimates: ").append(estimated).append('\n');
    ComparisonText.write(text, comparisons, total);
    return text.toString();
  }
}
