package io.costaware.drill;

import io.costaware.ledger.LostSlice;
import io.costaware.ledger.SliceKey;
import io.costaware.ledger.SliceReport;
import io.costaware.ledger.SliceStore;
import io.costaware.ledger.SliceTotals;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares the store's sums with the journals of all lives, once all have ended, and reconciles
 * what was lost.
 */
final class Audit {
  private final DrillBudgets budgets;
  private final SliceStore store;
  private final List<Spending> lives;
  private long sequence;

  Audit(DrillBudgets budgets, SliceStore store, Collection<Life> lives) {
    this.budgets = budgets;
    this.store = store;
    this.lives = lives.stream().map(life -> Spending.of(life.readOn(), budgets)).toList();
  }

  long calls() {
    return lives.stream().mapToLong(Spending::calls).sum();
  }

  List<CounterAudit> counters() {
    Map<SliceKey, BigInteger> most = mostCommitted();
    Set<SliceKey> keys = new LinkedHashSet<>();
    lives.forEach(life -> keys.addAll(life.counted().keySet()));
    return keys.stream().map(key -> counter(key, most)).toList();
  }

  private CounterAudit counter(SliceKey key, Map<SliceKey, BigInteger> most) {
    Await.until("all leases of " + key + " have ended", () -> endLeases(key).live() == 0);
    SliceTotals before = store.totals(key);
    Map<String, LostSlice> lost =
        store.lost(key).stream().collect(Collectors.toMap(LostSlice::node, part -> part));
    Set<BigInteger> told = new TreeSet<>(Set.of(BigInteger.ZERO));
    Set<BigInteger> reconciled = new TreeSet<>(Set.of(BigInteger.ZERO));
    BigInteger spent = BigInteger.ZERO;
    BigInteger bound = BigInteger.ZERO;
    for (Spending life : lives) {
      Spending.Counted counted = life.of(key);
      Optional<LostSlice> part =
          counted.lastReports().stream()
              .map(report -> Optional.ofNullable(lost.get(report.node())))
              .flatMap(Optional::stream)
              .findFirst();
      Set<BigInteger> known = known(life, counted, part);
      told = sums(told, known);
      reconciled = sums(reconciled, part.isPresent() ? Set.of(counted.spent()) : known);
      part.ifPresent(slice -> reconcile(slice, counted.spent()));
      spent = spent.add(counted.spent());
      bound = bound.add(counted.overrun());
      bound = bound.add(life.life().isLost() ? counted.mostUntold() : BigInteger.ZERO);
    }
    SliceTotals after = store.totals(key);
    return new CounterAudit(
        key,
        budgets.limit(key),
        spent,
        most.getOrDefault(key, BigInteger.ZERO),
        bound,
        told,
        before.reserved(),
        reconciled,
        after.reserved(),
        after.reserved().subtract(after.settled()));
  }

  /** What the store may have of a life: all, if it closed in order; or else its last report. */
  private static Set<BigInteger> known(
      Spending life, Spending.Counted counted, Optional<LostSlice> part) {
    if (life.life().isClosed()) {
      return Set.of(counted.spent());
    }
    if (part.isPresent()) {
      BigInteger has = part.get().settled().add(part.get().held());
      if (counted.lastReports().stream()
          .noneMatch(
              report ->
                  report.settled().equals(part.get().settled())
                      && report.held().equals(part.get().held()))) {
        throw new AssertionError(
            part.get() + " is none of the last reports " + counted.lastReports());
      }
      return Set.of(has);
    }
    Set<BigInteger> known =
        counted.lastReports().stream()
            .filter(report -> report.held().signum() == 0)
            .map(JournalLine.Reported::settled)
            .collect(Collectors.toSet());
    return known.isEmpty() ? Set.of(BigInteger.ZERO) : known;
  }

  private static Set<BigInteger> sums(Set<BigInteger> some, Set<BigInteger> others) {
    Set<BigInteger> sums = new TreeSet<>();
    some.forEach(one -> others.forEach(other -> sums.add(one.add(other))));
    return sums;
  }

  private void reconcile(LostSlice part, BigInteger actual) {
    if (!store.reconcile(part.key(), part.node(), actual)) {
      throw new AssertionError(part + " cannot be reconciled");
    }
  }

  /** An exchange ends the leases that are overdue; this one asks for nothing. */
  private SliceTotals endLeases(SliceKey key) {
    BigInteger nothing = BigInteger.ZERO;
    sequence++;
    var unused =
        store.exchange(
            "auditor",
            List.of(
                new SliceReport(
                    key,
                    List.of(),
                    budgets.limit(key),
                    sequence,
                    0,
                    nothing,
                    nothing,
                    nothing,
                    nothing,
                    nothing,
                    1_000,
                    true)));
    return store.totals(key);
  }

  /** The most that was committed at any moment: all processes share one monotonic clock. */
  private Map<SliceKey, BigInteger> mostCommitted() {
    List<Spending.Step> steps = new ArrayList<>();
    lives.forEach(life -> steps.addAll(life.steps()));
    steps.sort(Comparator.comparingLong(Spending.Step::nanos));
    Map<SliceKey, BigInteger> now = new HashMap<>();
    Map<SliceKey, BigInteger> most = new LinkedHashMap<>();
    for (Spending.Step step : steps) {
      BigInteger committed = now.merge(step.key(), step.by(), BigInteger::add);
      most.merge(step.key(), committed, BigInteger::max);
    }
    return most;
  }
}
