package io.costaware.catalog;

import io.costaware.pricing.ListedPrice;
import io.costaware.pricing.PriceSheet;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What an import would change, what of it is hardly true, and its sheet unless that refuses it.
 *
 * <p>Immutable.
 */
public final class ImportReport {
  private final PriceImport imported;
  private final List<PriceChange> changes;
  private final List<Finding> findings;
  private final List<Finding> refusing;

  private ImportReport(
      PriceImport imported,
      List<PriceChange> changes,
      List<Finding> findings,
      List<Finding> refusing) {
    this.imported = imported;
    this.changes = changes;
    this.findings = findings;
    this.refusing = refusing;
  }

  static ImportReport of(PriceImport imported, @Nullable PriceSheet other, boolean replaces) {
    Instant at = imported.asOf().atStartOfDay(ZoneOffset.UTC).toInstant();
    List<PriceChange> changes =
        other == null ? List.of() : changes(imported.prices(), other.prices(), at, replaces);
    List<Finding> findings = Plausibility.check(imported, other, replaces, changes, at);
    return new ImportReport(imported, changes, findings, findings);
  }

  private static List<PriceChange> changes(
      List<ListedPrice> next, List<ListedPrice> former, Instant at, boolean replaces) {
    Map<RowKey, List<ListedPrice>> byKey = new HashMap<>();
    former.forEach(row -> byKey.computeIfAbsent(RowKey.of(row), key -> new ArrayList<>()).add(row));
    List<PriceChange> changes = new ArrayList<>();
    Set<RowKey> stay = new HashSet<>();
    for (ListedPrice row : next) {
      RowKey key = RowKey.of(row);
      stay.add(key);
      Instant moment = moment(row, at);
      ListedPrice before =
          byKey.getOrDefault(key, List.of()).stream()
              .filter(candidate -> RowKey.holds(candidate, moment))
              .findFirst()
              .orElse(null);
      if (before == null) {
        changes.add(new PriceChange(PriceChange.Kind.ADDED, null, row));
      } else if (!before.perUnit().equals(row.perUnit())) {
        changes.add(new PriceChange(PriceChange.Kind.CHANGED, before, row));
      }
    }
    if (replaces) {
      for (ListedPrice row : former) {
        if (!stay.contains(RowKey.of(row)) && RowKey.holds(row, at)) {
          changes.add(new PriceChange(PriceChange.Kind.REMOVED, row, null));
        }
      }
    }
    return PriceDiff.sorted(changes);
  }

  /** When to compare a row: that day, or the moment of its time that is next to it. */
  private static Instant moment(ListedPrice row, Instant at) {
    if (row.to() != null && RowKey.hasEnded(row, at)) {
      return row.to().minusMillis(1);
    }
    return row.from() == null || row.from().isBefore(at) ? at : row.from();
  }

  /** This report, with findings of those kinds accepted: they no longer refuse the import. */
  public ImportReport accepting(Finding.Kind... kinds) {
    EnumSet<Finding.Kind> accepted = EnumSet.noneOf(Finding.Kind.class);
    accepted.addAll(List.of(kinds));
    return accepting(finding -> accepted.contains(finding.kind()));
  }

  /** This report, with those findings accepted: they no longer refuse the import. */
  public ImportReport accepting(Predicate<? super Finding> accepted) {
    return new ImportReport(
        imported,
        changes,
        findings,
        refusing.stream().filter(finding -> !accepted.test(finding)).toList());
  }

  /** Where the prices come from. */
  public String source() {
    return imported.source();
  }

  /** The day of the source. */
  public LocalDate asOf() {
    return imported.asOf();
  }

  /** Prices that would be added, removed or changed, by model; empty if none was in force. */
  public List<PriceChange> changes() {
    return changes;
  }

  /** All that is hardly true, accepted or not. */
  public List<Finding> findings() {
    return findings;
  }

  /** What refuses the import: the findings that nobody accepted. */
  public List<Finding> refusing() {
    return refusing;
  }

  /** What became no price, and why. */
  public List<PassedOver> passedOver() {
    return imported.passedOver();
  }

  /** Whether there is no sheet, because a finding is not accepted. */
  public boolean isRefused() {
    return !refusing.isEmpty();
  }

  /**
   * The imported sheet.
   *
   * @throws PriceImportException if it is refused; the message lists what was found
   */
  public PriceSheet sheet() {
    if (isRefused()) {
      throw new PriceImportException(
          imported.source(), refusing.stream().map(Finding::toString).toList());
    }
    return imported.sheet();
  }

  /** Counts, then findings, changes and rows passed over, one a line. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(1000);
    text.append(imported).append(isRefused() ? ", refused\n" : "\n");
    section(text, "findings", findings);
    section(text, "changes", changes);
    section(text, "passed over", passedOver());
    return text.toString();
  }

  private static void section(StringBuilder text, String title, List<?> lines) {
    text.append(title).append(": ").append(lines.size()).append('\n');
    lines.forEach(line -> text.append("  ").append(line).append('\n'));
  }
}
