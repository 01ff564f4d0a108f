package io.costaware.dynamodb;

import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which of an exchange's reports go together in one transaction. Reports about buckets of one
 * window are a family: each is decided after those listed before it, so they stay together, and
 * those that no longer fit wait until the others are written.
 */
final class ReportGroups {
  /** What a transaction of DynamoDB takes: writes and checks. */
  private static final int ACTIONS = 100;

  private final List<SliceReport> reports;

  /** Families whose counters others change too; each goes alone, so that it holds up no other. */
  private final Set<String> contended = new HashSet<>();

  ReportGroups(List<SliceReport> reports) {
    this.reports = reports;
  }

  void contended(String family) {
    contended.add(family);
  }

  /** All that can be written now, by their places in the exchange. */
  List<List<Integer>> of(Collection<Integer> open) {
    List<List<Integer>> groups = new ArrayList<>();
    List<Integer> together = new ArrayList<>();
    int actions = 0;
    for (Map.Entry<String, Family> entry : families(open).entrySet()) {
      Family family = entry.getValue();
      if (contended.contains(entry.getKey())) {
        groups.add(family.places);
        continue;
      }
      if (actions + family.actions() > ACTIONS) {
        groups.add(together);
        together = new ArrayList<>();
        actions = 0;
      }
      together.addAll(family.places);
      actions += family.actions();
    }
    if (!together.isEmpty()) {
      groups.add(together);
    }
    return groups;
  }

  private Map<String, Family> families(Collection<Integer> open) {
    Map<String, Family> families = new LinkedHashMap<>();
    for (int place : open) {
      SliceReport report = reports.get(place);
      families.computeIfAbsent(report.key().family(), name -> new Family()).add(place, report);
    }
    return families;
  }

  /** The first reports of a family, as many as one transaction takes. */
  private static final class Family {
    private final List<Integer> places = new ArrayList<>();
    private final Set<SliceKey> written = new HashSet<>();
    private Set<SliceKey> totals = new HashSet<>();
    private boolean full;

    void add(int place, SliceReport report) {
      Set<SliceKey> more = new HashSet<>(totals);
      more.add(report.key());
      more.addAll(report.earlier());
      boolean fits = more.size() + places.size() + 1 <= ACTIONS;
      if (places.isEmpty() && !fits) {
        throw new IllegalArgumentException(
            "A report about "
                + report.key()
                + " names "
                + report.earlier().size()
                + " other counters; a transaction of DynamoDB takes "
                + (ACTIONS - 2)
                + ". Give the budget's window fewer buckets");
      }
      // An item can be written only once in a transaction.
      full |= !fits || written.contains(report.key());
      if (!full) {
        places.add(place);
        written.add(report.key());
        totals = more;
      }
    }

    /** The totals of each counter are written or checked; each report writes a record. */
    int actions() {
      return totals.size() + places.size();
    }
  }
}
