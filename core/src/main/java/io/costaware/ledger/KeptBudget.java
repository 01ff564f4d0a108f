package io.costaware.ledger;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.budget.BudgetWindow;
import io.costaware.tags.Tags;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A budget as a ledger keeps it: its counters, or the table of its subjects', and its terms, which
 * may change while the counters go on.
 *
 * <p>Safe for use by many threads.
 */
final class KeptBudget {
  private final String name;
  private final LimitedQuantity quantity;
  private final Currency currency;
  private final BudgetWindow window;
  private final List<String> each;
  private final @Nullable SubjectTable table;
  private final @Nullable SliceDesk desk;
  private final CounterChain shared;
  private final AtomicInteger subjects = new AtomicInteger();
  private volatile int life;
  private volatile BudgetTerms terms;
  private volatile BudgetWindow.Span lastSpan;

  /**
   * A budget without any spend.
   *
   * @param table of the subjects that have a share of their own; null if all calls share one
   * @param desk where room comes from in a fleet; null if the limit is this ledger's alone
   * @param life under which its counters are reported to a fleet; see {@link SliceDesk#beginLife}
   */
  KeptBudget(
      Budget budget,
      Amount limit,
      BudgetWindow window,
      Currency currency,
      BudgetTerms terms,
      @Nullable SubjectTable table,
      @Nullable SliceDesk desk,
      int life,
      long nowMillis) {
    this.name = budget.name();
    this.quantity = LimitedQuantity.of(limit);
    this.currency = currency;
    this.window = window;
    this.each = budget.selector().each();
    this.terms = terms;
    this.table = table;
    this.desk = desk;
    this.life = life;
    this.lastSpan = window.at(nowMillis);
    this.shared = new CounterChain(this, null);
  }

  /** Whether it can go on as that budget without counting something else. */
  boolean countsLike(Budget budget, Amount limit, BudgetWindow otherWindow) {
    return quantity == LimitedQuantity.of(limit)
        && window.equals(otherWindow)
        && each.equals(budget.selector().each());
  }

  String name() {
    return name;
  }

  LimitedQuantity quantity() {
    return quantity;
  }

  BudgetWindow window() {
    return window;
  }

  BudgetTerms terms() {
    return terms;
  }

  void terms(BudgetTerms next) {
    terms = next;
  }

  /** The table of its subjects; null if all its calls share one count. */
  @Nullable SubjectTable table() {
    return table;
  }

  @Nullable SliceDesk desk() {
    return desk;
  }

  /**
   * The life under which a new counter is reported. One for a window that is over has a life of its
   * own, because another may have been forgotten.
   */
  int lifeFor(BudgetWindow.Span span, SliceDesk reporting) {
    return span.endMillis() <= reporting.millis() ? reporting.beginLife() : life;
  }

  /** A counter is about to be forgotten; its subject may come again before its window is over. */
  void beginLife() {
    if (desk != null && window.forgottenAfter() != null) {
      life = desk.beginLife();
    }
  }

  /** The counters for a call with these tags; null if there is no room for one subject more. */
  @Nullable CounterChain chain(Tags tags) {
    return table == null ? shared : table.chain(table.of(tags), this);
  }

  /** The counters that all calls share; unused if each subject has its own. */
  CounterChain shared() {
    return shared;
  }

  /** The window at a moment; mostly the one that was asked for last. */
  BudgetWindow.Span spanAt(long epochMillis) {
    BudgetWindow.Span last = lastSpan;
    if (last.contains(epochMillis)) {
      return last;
    }
    BudgetWindow.Span span = window.at(epochMillis);
    lastSpan = span;
    return span;
  }

  /** The counters of the window at a moment: the one, or those of its subjects that have any. */
  List<WindowCounter> counters(long nowMillis) {
    SubjectTable subjectTable = table;
    if (subjectTable == null) {
      return List.of(shared.latestAt(nowMillis));
    }
    List<WindowCounter> counters = new ArrayList<>();
    for (Subject subject : subjectTable.subjects()) {
      CounterChain chain = subject.find(this);
      WindowCounter counter = chain == null ? null : chain.current();
      if (counter != null && nowMillis < counter.span().endMillis()) {
        counters.add(counter);
      }
    }
    return counters;
  }

  Amount amount(BigDecimal count) {
    return quantity.amount(count, currency);
  }

  /** What its counts are in. */
  String unit() {
    return switch (quantity) {
      case MONEY -> "pico-" + currency.getCurrencyCode();
      case TOKENS -> "token";
      case REQUESTS -> "request";
    };
  }

  /** The name of a counter in the store of a fleet. */
  SliceKey key(String subject, BudgetWindow.Span span) {
    return new SliceKey(
        name, unit(), subject, window.toString(), span.startMillis(), countedUntil(span));
  }

  /**
   * What counts against the same limit beside a window: the earlier buckets of a rolling one, and
   * the next one, where a node whose clock is ahead may be already.
   */
  List<SliceKey> keysBeside(String subject, BudgetWindow.Span span) {
    long from = window.countsFromMillis(span);
    List<SliceKey> keys = new ArrayList<>();
    if (from < span.startMillis()) {
      keys.add(key(subject, window.at(span.endMillis())));
    }
    BudgetWindow.Span earlier = span;
    while (earlier.startMillis() > from) {
      earlier = window.at(earlier.startMillis() - 1);
      keys.add(key(subject, earlier));
    }
    return keys;
  }

  /** The moment after which a bucket of a rolling window counts no more; else the window's end. */
  long countedUntil(BudgetWindow.Span span) {
    long lag = span.startMillis() - window.countsFromMillis(span);
    return span.endMillis() == Long.MAX_VALUE ? Long.MAX_VALUE : span.endMillis() + lag;
  }

  /** Makes room for one more subject, if there may be one more. */
  boolean addSubject() {
    int most = terms.rules().maxSubjects();
    while (true) {
      int now = subjects.get();
      if (now >= most) {
        return false;
      }
      if (subjects.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  void forgetSubject() {
    subjects.decrementAndGet();
  }

  int subjects() {
    return subjects.get();
  }
}
