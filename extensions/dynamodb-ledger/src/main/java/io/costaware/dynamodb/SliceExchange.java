package io.costaware.dynamodb;

import io.costaware.ledger.SliceGrant;
import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceRecord;
import io.costaware.ledger.SliceReport;
import io.costaware.ledger.SliceRules;
import io.costaware.ledger.SliceTotals;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * One exchange: reads what the reports need, decides, and writes if nobody has changed it
 * meanwhile; what somebody has changed is read and decided again.
 */
final class SliceExchange {
  private final SliceTable table;
  private final TableLife life;
  private final OverdueLeases overdue;
  private final Deadline deadline;
  private final String node;
  private final List<SliceReport> reports;
  private final SliceGrant[] grants;
  private final Map<SliceKey, CounterItems> counters = new HashMap<>();
  private final ReportGroups groups;
  private StoreMarks marks = StoreMarks.NONE;

  SliceExchange(
      SliceTable table, TableLife life, Deadline deadline, String node, List<SliceReport> reports) {
    this.table = table;
    this.life = life;
    this.overdue = new OverdueLeases(table);
    this.deadline = deadline;
    this.node = node;
    this.reports = reports;
    this.groups = new ReportGroups(reports);
    this.grants = new SliceGrant[reports.size()];
  }

  List<SliceGrant> run() {
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      open.add(i);
    }
    while (!open.isEmpty()) {
      Snapshot snapshot = read(open);
      if (!marksAreTold(snapshot) || endedOverdue(snapshot)) {
        continue;
      }
      boolean conflict = false;
      for (List<Integer> group : groups.of(open)) {
        conflict |= !apply(group, snapshot);
      }
      open.removeIf(i -> grants[i] != null);
      if (conflict) {
        deadline.pauseAfterConflict();
      }
    }
    return List.of(grants);
  }

  private CounterItems counter(SliceKey key) {
    return counters.computeIfAbsent(key, CounterItems::new);
  }

  private Snapshot read(List<Integer> open) {
    List<Map<String, AttributeValue>> keys = new ArrayList<>();
    Map<SliceKey, CounterItems> read = new HashMap<>();
    keys.add(StoreMarks.KEY);
    for (int i : open) {
      SliceReport report = reports.get(i);
      keys.add(counter(report.key()).recordKey(node));
      read.put(report.key(), counter(report.key()));
      report.earlier().forEach(key -> read.put(key, counter(key)));
    }
    read.values().forEach(counter -> keys.add(counter.totalsKey()));
    return new Snapshot(table.read(deadline, keys), read.values());
  }

  /** Whether all that the marks must tell before a lease is given is in them. */
  private boolean marksAreTold(Snapshot snapshot) {
    marks = snapshot.marks();
    if (marks.layout() != StoreMarks.LAYOUT) {
      throw table.faults().otherLayout(marks.layout());
    }
    long lease = reports.stream().mapToLong(SliceReport::leaseMillis).max().orElseThrow();
    StoreMarks wanted = life.seen(deadline, marks, lease);
    if (!wanted.equals(marks) && !write(wanted)) {
      deadline.pauseAfterConflict();
      return false;
    }
    life.told();
    return true;
  }

  private boolean write(StoreMarks wanted) {
    StoreMarks next = wanted.next();
    boolean written = table.replace(deadline, wanted.version(), next.item());
    marks = written ? next : marks;
    return written;
  }

  /** Whether leases may have been overdue; then everything is to be read again. */
  private boolean endedOverdue(Snapshot snapshot) {
    boolean ended = false;
    for (CounterItems counter : snapshot.counters()) {
      CounterItems.Sums sums = snapshot.sums(counter);
      if (sums.mayHaveOverdueAt(table.earliestMillis())) {
        overdue.end(deadline, counter, sums);
        ended = true;
      }
    }
    return ended;
  }

  /** Decides and writes. False if others were first, or the marks have to be read again. */
  private boolean apply(List<Integer> group, Snapshot snapshot) {
    long now = table.latestMillis();
    StoreMarks wanted = marks;
    Draft draft = new Draft(table, snapshot);
    Map<Integer, SliceGrant> answers = new HashMap<>();
    for (int i : group) {
      SliceReport report = reports.get(i);
      CounterItems counter = counter(report.key());
      List<CounterItems> others = report.earlier().stream().map(this::counter).toList();
      SliceRecord own = snapshot.record(counter, node);
      boolean recovering = table.earliestMillis() < wanted.recoveringUntilMillis();
      SliceRules.Decision decision = decide(report, draft, others, own, now, recovering);
      if (decision.regressed() && !recovering) {
        wanted = wanted.recoveringUntil(now + wanted.longestLeaseMillis());
      }
      answers.put(i, decision.grant());
      if (!decision.record().equals(own)) {
        draft.replace(counter, own, decision.record(), others);
      }
    }
    // First, so that nobody is granted anything between the two.
    if (!wanted.equals(marks) && !write(wanted)) {
      return false;
    }
    if (!written(draft)) {
      return false;
    }
    answers.forEach((i, grant) -> grants[i] = grant);
    return true;
  }

  private SliceRules.Decision decide(
      SliceReport report,
      Draft draft,
      List<CounterItems> others,
      @Nullable SliceRecord own,
      long now,
      boolean recovering) {
    BigInteger earlier = BigInteger.ZERO;
    BigInteger earlierSettled = BigInteger.ZERO;
    for (CounterItems other : others) {
      SliceTotals totals = draft.sums(other).totals();
      earlier = earlier.add(totals.reserved());
      earlierSettled = earlierSettled.add(totals.settled());
    }
    SliceTotals totals = draft.sums(counter(report.key())).totals();
    return SliceRules.apply(totals, earlier, earlierSettled, own, node, report, now, recovering);
  }

  /** Whether nobody was first. */
  private boolean written(Draft draft) {
    List<TransactWriteItem> actions = draft.complete();
    List<Boolean> inTheWay = actions.isEmpty() ? List.of() : table.write(deadline, actions);
    for (int a = 0; a < inTheWay.size(); a++) {
      if (inTheWay.get(a)) {
        groups.contended(draft.family(a));
      }
    }
    return !inTheWay.contains(true);
  }
}
