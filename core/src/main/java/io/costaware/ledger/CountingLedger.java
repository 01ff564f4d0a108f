package io.costaware.ledger;

import io.costaware.budget.Budget;
import io.costaware.budget.BudgetSelector;
import io.costaware.budget.BudgetStatus;
import io.costaware.budget.Coverage;
import io.costaware.budget.Demand;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the counters of calls and keeps them, against the limits of budgets or against what a fleet
 * has granted of them.
 *
 * <p>Safe for use by many threads.
 */
abstract sealed class CountingLedger extends HoldingLedger permits InMemoryLedger, SlicedLedger {
  // Looking through a million subjects takes a while, and nothing waits for it.
  private static final long FORGET_EVERY_MILLIS = 30_000;

  private final BudgetBook book;
  private final CoveringBudgets uncovered;
  private volatile long forgetFromMillis;

  CountingLedger(
      List<Budget> budgets,
      Currency currency,
      Duration holdLifetime,
      InstantSource clock,
      @Nullable SliceDesk desk) {
    super(currency, holdLifetime, clock);
    this.book = new BudgetBook(currency, desk);
    var unused = book.replace(budgets, clock.millis());
    this.uncovered = new CoveringBudgets(this, new CounterChain[0], null);
    this.forgetFromMillis = clock.millis() + FORGET_EVERY_MILLIS;
  }

  final BudgetBook book() {
    return book;
  }

  @Override
  public final Coverage match(Tags tags, @Nullable Target target, @Nullable Operation operation) {
    KeptBudget[] found = book.page().index().find(tags, target, operation);
    return found.length == 0 ? uncovered : CoveringBudgets.of(this, found, tags);
  }

  /** {@inheritDoc} Subjects are looked through every half minute at most. */
  @Override
  public void sweep(long nowMillis) {
    var unused = expire(nowMillis);
    if (nowMillis >= forgetFromMillis) {
      forgetFromMillis = nowMillis + FORGET_EVERY_MILLIS;
      book.forget(nowMillis);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Spend of windows that are over is ignored.
   */
  @Override
  public final void restore(
      Tags tags,
      @Nullable Target target,
      @Nullable Operation operation,
      Demand spent,
      long atMillis) {
    restore(tags, target, operation, spent, atMillis, null);
  }

  @Override
  public final void restore(
      Set<String> budgets,
      Tags tags,
      @Nullable Target target,
      @Nullable Operation operation,
      Demand spent,
      long atMillis) {
    restore(tags, target, operation, spent, atMillis, budgets);
  }

  /** The same for one budget alone; for all if it is null. */
  final void restore(
      Tags tags,
      @Nullable Target target,
      @Nullable Operation operation,
      Demand spent,
      long atMillis,
      @Nullable Set<String> only) {
    inMyCurrency(spent);
    long now = clock().millis();
    for (KeptBudget budget : book.page().index().find(tags, target, operation)) {
      long from = budget.window().countsFromMillis(budget.spanAt(now));
      if (atMillis < from || (only != null && !only.contains(budget.name()))) {
        continue;
      }
      CounterChain chain = budget.chain(tags);
      if (chain != null) {
        WindowCounter counter = chain.latestAt(atMillis);
        counter.usedAt(atMillis);
        counter.settle(null, spent);
        changed(new WindowCounter[] {counter});
      }
    }
  }

  @Override
  public final List<BudgetStatus> status() {
    return book.status(clock().millis());
  }

  @Override
  public final Stream<BudgetStatus> status(String name) {
    return book.status(name, clock().millis());
  }

  /**
   * When the oldest of the windows that count now began. The epoch if a budget never counts anew;
   * null if there is no budget.
   */
  public final @Nullable Instant oldestWindowStart() {
    return book.oldestWindowStart(clock().millis());
  }

  @Override
  public final Map<String, BudgetSelector> selectors() {
    Map<String, BudgetSelector> selectors = new LinkedHashMap<>();
    book.page().budgets().forEach(one -> selectors.put(one.name(), one.terms().selector()));
    return Collections.unmodifiableMap(selectors);
  }

  @Override
  public final Set<String> replace(List<Budget> budgets) {
    return book.replace(budgets, clock().millis());
  }
}
