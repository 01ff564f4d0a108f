package io.costaware.dynamodb;

import io.costaware.ledger.SliceGrant;
import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceRecord;
import io.costaware.ledger.SliceReport;
import io.costaware.ledger.SliceRules;
import io.costaware.ledger.SliceTotals;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * One exchange: reads what the reports need, decides, and writes if nobody has changed it
 * meanwhile; what somebody has changed is read and decided again.
 *
 * <p>That the totals of earlier buckets may change between reading and writing takes nothing away:
 * what is decided about an earlier bucket never depends on a later one, so it is as if it had come
 * after.
 */
final class SliceExchange {
  /** A transaction takes a hundred writes, two of each report. */
  private static final int AT_ONCE = 45;

  private final SliceTable table;
  private final TableLife life;
  private final OverdueLeases overdue;
  private final Deadline deadline;
  private final String node;
  private final List<SliceReport> reports;
  private final SliceGrant[] grants;
  private final Map<SliceKey, CounterItems> counters = new HashMap<>();
  private StoreMarks marks = StoreMarks.NONE;

  /** Reports whose counters others change too; each goes alone, so that it holds up no other. */
  private final Set<Integer> contended = new HashSet<>();

  SliceExchange(
      SliceTable table, TableLife life, Deadline deadline, String node, List<SliceReport> reports) {
    this.table = table;
    this.life = life;
    this.overdue = new OverdueLeases(table);
    this.deadline = deadline;
    this.node = node;
    this.reports = reports;
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
      for (List<Integer> group : groups(open)) {
        conflict |= !apply(group, snapshot);
      }
      open.removeIf(i -> grants[i] != null);
      if (conflict) {
        deadline.pauseAfterConflict();
      }
    }
    return List.of(grants);
  }

  /** What was read: items by their keys, and which counters they belong to. */
  private record Snapshot(
      Map<Map<String, AttributeValue>, Map<String, AttributeValue>> items,
      Collection<CounterItems> counters) {
    CounterItems.Sums sums(CounterItems counter) {
      Map<String, AttributeValue> item = items.get(counter.totalsKey());
      return item == null ? CounterItems.Sums.NONE : CounterItems.sums(item);
    }
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
    Map<String, AttributeValue> item = snapshot.items().get(StoreMarks.KEY);
    marks = item == null ? StoreMarks.NONE : StoreMarks.of(item);
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

  /** All that can go together; a counter is in one group only, or one of its reports waits. */
  private List<List<Integer>> groups(List<Integer> open) {
    List<List<Integer>> groups = new ArrayList<>();
    List<Integer> together = new ArrayList<>();
    Set<SliceKey> taken = new HashSet<>();
    for (int i : open) {
      if (!taken.add(reports.get(i).key())) {
        continue;
      }
      if (contended.contains(i)) {
        groups.add(List.of(i));
      } else {
        together.add(i);
      }
      if (together.size() == AT_ONCE) {
        groups.add(together);
        together = new ArrayList<>();
      }
    }
    if (!together.isEmpty()) {
      groups.add(together);
    }
    return groups;
  }

  /** Decides and writes. False if others were first, or the marks have to be read again. */
  private boolean apply(List<Integer> group, Snapshot snapshot) {
    long now = table.latestMillis();
    StoreMarks wanted = marks;
    List<TransactWriteItem> writes = new ArrayList<>();
    List<Integer> writers = new ArrayList<>();
    Map<Integer, SliceGrant> answers = new HashMap<>();
    for (int i : group) {
      SliceReport report = reports.get(i);
      CounterItems counter = counter(report.key());
      CounterItems.Sums sums = snapshot.sums(counter);
      SliceRecord own = own(snapshot, counter, sums);
      boolean recovering = table.earliestMillis() < wanted.recoveringUntilMillis();
      SliceRules.Decision decision = decide(report, snapshot, sums, own, now, recovering);
      if (decision.regressed() && !recovering) {
        wanted = wanted.recoveringUntil(now + wanted.longestLeaseMillis());
      }
      answers.put(i, decision.grant());
      if (!decision.record().equals(own)) {
        writers.add(i);
        writers.add(i);
        writes.add(
            table.replacing(sums.version(), counter.item(sums.replacing(own, decision.record()))));
        // A batch is not read at one moment, so the record vouches for itself.
        long recordVersion = Items.version(snapshot.items().get(counter.recordKey(node)));
        writes.add(table.replacing(recordVersion, counter.item(decision.record(), recordVersion)));
      }
    }
    // First, so that nobody is granted anything between the two.
    if (!wanted.equals(marks) && !write(wanted)) {
      return false;
    }
    List<Boolean> inTheWay = writes.isEmpty() ? List.of() : table.write(deadline, writes);
    for (int w = 0; w < inTheWay.size(); w++) {
      if (inTheWay.get(w)) {
        contended.add(writers.get(w));
      }
    }
    if (inTheWay.contains(true)) {
      return false;
    }
    answers.forEach((i, grant) -> grants[i] = grant);
    return true;
  }

  private SliceRules.Decision decide(
      SliceReport report,
      Snapshot snapshot,
      CounterItems.Sums sums,
      @Nullable SliceRecord own,
      long now,
      boolean recovering) {
    BigInteger earlier = BigInteger.ZERO;
    BigInteger earlierSettled = BigInteger.ZERO;
    for (SliceKey key : report.earlier()) {
      SliceTotals before = snapshot.sums(counter(key)).totals();
      earlier = earlier.add(before.reserved());
      earlierSettled = earlierSettled.add(before.settled());
    }
    return SliceRules.apply(
        sums.totals(), earlier, earlierSettled, own, node, report, now, recovering);
  }

  /** Null too if only the record was not forgotten yet: the totals know nothing of it. */
  private @Nullable SliceRecord own(
      Snapshot snapshot, CounterItems counter, CounterItems.Sums sums) {
    Map<String, AttributeValue> item = snapshot.items().get(counter.recordKey(node));
    return item == null || sums.version() == 0 ? null : CounterItems.record(item);
  }
}
