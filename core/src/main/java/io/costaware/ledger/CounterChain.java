package io.costaware.ledger;

import io.costaware.budget.BudgetWindow;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The counters of one budget and one subject, window after window; made when the first call comes.
 * Windows only go forward: a moment before the current one counts in the current one.
 *
 * <p>Safe for use by many threads.
 */
final class CounterChain {
  private static final VarHandle CURRENT;
  private static final WindowCounter[] NONE = {};

  // In the place of a counter: nobody may hold here any more.
  private static final Object RETIRED = new Object();

  static {
    try {
      CURRENT = MethodHandles.lookup().findVarHandle(CounterChain.class, "current", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final KeptBudget budget;
  private final @Nullable Subject subject;
  // A counter, RETIRED, or null before the first call.
  private volatile @Nullable Object current;

  CounterChain(KeptBudget budget, @Nullable Subject subject) {
    this.budget = budget;
    this.subject = subject;
  }

  KeptBudget budget() {
    return budget;
  }

  /** The subject's tags in words; empty if all calls of the budget share this. */
  String subjectWords() {
    return subject == null ? "" : subject.words();
  }

  /**
   * The counter of the window that a moment lies in, or of a later one if that has begun; null if
   * this has been retired and another is to be looked up.
   */
  @Nullable WindowCounter at(long epochMillis) {
    while (true) {
      Object seen = current;
      WindowCounter counter = seen instanceof WindowCounter there ? there : null;
      if (counter != null && epochMillis < counter.span().endMillis()) {
        return counter;
      }
      if (seen == RETIRED) {
        return null;
      }
      BudgetWindow.Span span = budget.spanAt(epochMillis);
      WindowCounter next = new WindowCounter(this, span, earlier(counter, span));
      if (CURRENT.compareAndSet(this, seen, next)) {
        if (counter != null) {
          counter.letEarlierGo();
        }
        return next;
      }
    }
  }

  /** The counter of a moment, wherever it is by now. */
  WindowCounter latestAt(long epochMillis) {
    CounterChain chain = this;
    while (true) {
      WindowCounter counter = chain.at(epochMillis);
      if (counter != null) {
        return counter;
      }
      chain = chain.successor();
    }
  }

  private CounterChain successor() {
    Subject mine = subject;
    if (mine == null) {
      throw new IllegalStateException("Only counters of subjects are retired");
    }
    CounterChain next = mine.table().chain(mine, budget);
    // Where others have taken the last place in between, this one call is counted on its own.
    return next == null ? new CounterChain(budget, mine) : next;
  }

  /** The current counter; null before the first call. */
  @Nullable WindowCounter current() {
    return current instanceof WindowCounter counter ? counter : null;
  }

  /** The counters before, as far back as they count against the limit of a rolling window. */
  private WindowCounter[] earlier(@Nullable WindowCounter before, BudgetWindow.Span span) {
    long from = budget.window().countsFromMillis(span);
    if (before == null || from == span.startMillis()) {
      return NONE;
    }
    List<WindowCounter> counted = new ArrayList<>();
    for (WindowCounter older : before.earlier()) {
      if (older.span().startMillis() >= from) {
        counted.add(older);
      }
    }
    if (before.span().startMillis() >= from) {
      counted.add(before);
    }
    return counted.toArray(NONE);
  }

  /**
   * Whether nothing here matters any more at a moment: its window is over, or it is of a kind that
   * is forgotten when no call has come for some time.
   */
  private boolean isOver(long nowMillis, WindowCounter counter) {
    long from = budget.window().countsFromMillis(budget.spanAt(nowMillis));
    if (counter.span().endMillis() <= from) {
      return true;
    }
    var forgottenAfter = budget.window().forgottenAfter();
    return forgottenAfter != null
        && counter.lastUsedMillis() + forgottenAfter.toMillis() <= nowMillis
        && counter.holdsNothing();
  }

  /** Retires this if it is of a subject and over; its open holds settle all the same. */
  void retireIfOver(long nowMillis) {
    WindowCounter counter = current();
    Subject mine = subject;
    if (mine == null) {
      return;
    }
    if (counter != null) {
      if (!isOver(nowMillis, counter) || !counter.isReported()) {
        return;
      }
      // Before it is retired: a call may make the next one at once.
      budget.beginLife();
    }
    // Without a counter it was only looked up, and would keep the place of another subject.
    if (CURRENT.compareAndSet(this, counter, RETIRED)) {
      mine.drop(this);
    }
  }
}
