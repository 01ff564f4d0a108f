package io.costaware.ledger;

import io.costaware.budget.Amount;
import io.costaware.budget.BudgetMode;
import io.costaware.budget.BudgetStatus;
import io.costaware.budget.BudgetWindow;
import io.costaware.budget.Demand;
import io.costaware.budget.Shortfall;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One budget and one subject in one window. Lives as long as the window is the current one or a
 * hold that it admitted is open.
 *
 * <p>Safe for use by many threads.
 */
final class WindowCounter extends ExactCounter {
  private static final WindowCounter[] NONE = {};

  private final CounterChain chain;
  private final BudgetWindow.Span span;
  private final boolean rolling;
  private final @Nullable Slice slice;
  // Guarded by the chain, so that a bucket is never added up while it is let go.
  private WindowCounter[] earlier;
  // Only read to forget what nobody uses; a lost write does no harm.
  private long lastUsedMillis;

  /**
   * A counter without any spend.
   *
   * @param earlier those whose spend counts against the same limit, in a rolling window
   */
  WindowCounter(CounterChain chain, BudgetWindow.Span span, WindowCounter[] earlier) {
    super(chain.budget().quantity());
    this.chain = chain;
    this.span = span;
    this.earlier = earlier;
    this.rolling = chain.budget().window().countsFromMillis(span) != span.startMillis();
    SliceDesk desk = chain.budget().desk();
    this.slice = desk == null ? null : new Slice(this, desk);
  }

  KeptBudget budget() {
    return chain.budget();
  }

  CounterChain chain() {
    return chain;
  }

  BudgetWindow.Span span() {
    return span;
  }

  /** The earlier buckets that count against the same limit; none unless the window rolls. */
  WindowCounter[] earlier() {
    synchronized (chain) {
      return earlier;
    }
  }

  /** Lets the earlier buckets go once a later one counts them. */
  void letEarlierGo() {
    synchronized (chain) {
      earlier = NONE;
    }
  }

  /** This node's share of a fleet's budget; null where the limit is this ledger's alone. */
  @Nullable Slice slice() {
    return slice;
  }

  boolean enforced() {
    return budget().terms().enforced();
  }

  BudgetMode mode() {
    return budget().terms().rules().mode();
  }

  boolean hasRoom(Demand demand, long atMillis) {
    return !quantity().isKnownIn(demand)
        || hasRoom(demand, limit(atMillis))
        || (slice != null && latest() != this && latest().hasRoom(demand, atMillis));
  }

  boolean tryHold(Demand demand, long atMillis) {
    if (!quantity().isKnownIn(demand)) {
      return true;
    }
    if (!rolling) {
      return tryHold(demand, limit(atMillis));
    }
    return slice == null ? tryHoldRolling(demand, atMillis) : tryHoldSliced(demand, atMillis);
  }

  /**
   * Holds in a bucket of a fleet's rolling window: in what was granted for it, or for the latest
   * bucket, for which alone the store counts all buckets.
   */
  private boolean tryHoldSliced(Demand demand, long atMillis) {
    if (tryHold(demand, limit(atMillis))) {
      return true;
    }
    WindowCounter latest = latest();
    if (latest == this || !latest.tryHold(demand, latest.limit(atMillis))) {
      return false;
    }
    latest.moveTo(this, demand);
    return true;
  }

  /**
   * Holds in an earlier bucket what this one has taken, so that nobody finds it free in between.
   */
  void moveTo(WindowCounter older, Demand demand) {
    older.hold(demand);
    Slice mine = slice;
    if (mine == null) {
      giveBack(demand);
    } else {
      // Not for calls of this node: the store is told of it here until the older one is reported.
      mine.passOn(quantity().exact(demand));
    }
  }

  /**
   * Holds in a bucket of a rolling window. Several counters make up the sum here, so that one
   * compare-and-set does not do; the lock is held for no longer than adding them up. What comes
   * when a later bucket has begun is measured by that one, which counts them all.
   */
  private boolean tryHoldRolling(Demand demand, long atMillis) {
    synchronized (chain) {
      WindowCounter measured = latest();
      if (!measured.hasRoom(demand, measured.limit(atMillis))) {
        return false;
      }
      hold(demand);
      return true;
    }
  }

  /** The bucket that counts all of them; this one unless the window rolls. */
  WindowCounter latest() {
    WindowCounter latest = rolling ? chain.current() : this;
    return latest == null ? this : latest;
  }

  /**
   * The counter that has to have room for more of a call that this one admitted: this one, or in a
   * rolling window the bucket of the moment, which counts this one too.
   */
  WindowCounter measuring(long nowMillis) {
    return rolling ? chain.latestAt(Math.max(nowMillis, span.startMillis())) : this;
  }

  void usedAt(long epochMillis) {
    if (lastUsedMillis != epochMillis) {
      lastUsedMillis = epochMillis;
    }
  }

  long lastUsedMillis() {
    return lastUsedMillis;
  }

  /** What may be committed here: the limit, or what this node has been granted of it. */
  private Limit limit(long atMillis) {
    Slice mine = slice;
    BudgetTerms terms = budget().terms();
    if (mine != null) {
      long moment = terms.isRaised() ? mine.limitMillis(atMillis) : atMillis;
      return mine.granted(terms.limitAt(moment));
    }
    Limit all = terms.limitAt(atMillis);
    return rolling ? all.plus(committedEarlier().negate()) : all;
  }

  private BigDecimal committedEarlier() {
    BigDecimal sum = BigDecimal.ZERO;
    for (WindowCounter older : earlier()) {
      sum = sum.add(older.standing().committed());
    }
    return sum;
  }

  /** What is committed and settled here alone, without room that was given back to a fleet. */
  Standing own() {
    Slice mine = slice;
    return mine == null ? standing() : mine.own();
  }

  /**
   * The same with the earlier buckets and, of a fleet, with what other nodes have, as last heard.
   */
  Standing all() {
    Standing sum = own();
    for (WindowCounter older : earlier()) {
      sum = sum.plus(older.own());
    }
    Slice mine = slice;
    return mine == null ? sum : sum.plus(mine.others());
  }

  boolean holdsNothing() {
    Standing now = own();
    return now.committed().compareTo(now.settled()) == 0;
  }

  /** Whether a fleet's store knows all that happened here. */
  boolean isReported() {
    return slice == null || slice.isReported();
  }

  /** Why the demand does not fit, or null if by now it does. */
  @Nullable Shortfall shortfall(Demand demand, long atMillis) {
    Standing now = latest().all();
    BigDecimal asked = quantity().exact(demand);
    if (now.committed().add(asked).compareTo(budget().terms().limitAt(atMillis).exact()) <= 0) {
      return null;
    }
    return shortfall(Shortfall.Cause.EXHAUSTED, now, asked, atMillis);
  }

  /** The facts of a refusal for another reason than that the limit is reached. */
  Shortfall shortfall(Shortfall.Cause cause, Demand demand, long atMillis) {
    return shortfall(cause, all(), quantity().exact(demand), atMillis);
  }

  private Shortfall shortfall(
      Shortfall.Cause cause, Standing now, BigDecimal asked, long atMillis) {
    KeptBudget budget = budget();
    return new Shortfall(
        cause,
        budget.name(),
        chain.subjectWords(),
        span.words(),
        budget.terms().amountAt(atMillis, budget),
        budget.amount(now.settled()),
        budget.amount(now.held()),
        budget.amount(asked),
        latest().roomComesAt(),
        rolling);
  }

  /**
   * When the next window begins. Of a rolling one, when the oldest bucket in which something is
   * committed passes out. What other nodes of a fleet have is known in sum only: if this one has
   * nothing, it is the moment by which all of theirs has passed out for certain. Null if nothing is
   * to come.
   */
  private @Nullable Instant roomComesAt() {
    if (!rolling) {
      return span.resetsAt();
    }
    for (WindowCounter older : earlier()) {
      if (older.own().committed().signum() > 0) {
        return older.passesOutAt();
      }
    }
    return all().committed().signum() > 0 ? passesOutAt() : null;
  }

  private Instant passesOutAt() {
    return Instant.ofEpochMilli(budget().countedUntil(span));
  }

  BudgetStatus status(long nowMillis) {
    Standing now = all();
    KeptBudget budget = budget();
    BudgetTerms terms = budget.terms();
    Limit limit = terms.limitAt(nowMillis);
    List<Integer> passed =
        terms.rules().thresholdPercents().stream()
            .filter(percent -> reaches(now.committed(), percent, limit))
            .toList();
    Amount allowed = budget.amount(limit.exact());
    return new BudgetStatus(
        budget.name(),
        chain.subjectWords(),
        terms.rules().mode(),
        span.words(),
        allowed,
        budget.amount(now.settled()),
        budget.amount(now.held()),
        passed,
        roomComesAt());
  }

  private static boolean reaches(BigDecimal committed, int percent, Limit limit) {
    return committed
            .movePointRight(2)
            .compareTo(limit.exact().multiply(BigDecimal.valueOf(percent)))
        >= 0;
  }
}
