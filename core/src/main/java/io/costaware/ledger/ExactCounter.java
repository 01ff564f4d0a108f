package io.costaware.ledger;

import static io.costaware.ledger.LimitedQuantity.NOT_NARROW;

import io.costaware.budget.Demand;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What is committed, that is settled or held; and the part of it that is settled.
 *
 * <p>Counts in two longs, each changed by compare-and-set, as long as all amounts are whole and
 * small enough. The first one that is not turns the counter into a {@link WideCounter} for good: it
 * freezes both longs by their sign bit, which keeps their values readable, so that every thread
 * that meets a frozen one can finish the change itself and none waits for another.
 *
 * <p>Safe for use by many threads.
 */
class ExactCounter {
  private static final VarHandle COMMITTED;
  private static final VarHandle SETTLED;
  private static final VarHandle WIDE;
  private static final long FROZEN = Long.MIN_VALUE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      COMMITTED = lookup.findVarHandle(ExactCounter.class, "committed", long.class);
      SETTLED = lookup.findVarHandle(ExactCounter.class, "settled", long.class);
      WIDE = lookup.findVarHandle(ExactCounter.class, "wide", WideCounter.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final LimitedQuantity quantity;

  // Committed changes first and settled after it, so that it is never the smaller one.
  private volatile long committed;
  private volatile long settled;
  private volatile @Nullable WideCounter wide;

  ExactCounter(LimitedQuantity quantity) {
    this.quantity = quantity;
  }

  LimitedQuantity quantity() {
    return quantity;
  }

  /** Whether the demand would fit now. */
  final boolean hasRoom(Demand demand, Limit limit) {
    long count = quantity.narrow(demand);
    long now = committed;
    if (count == NOT_NARROW || now < 0 || !limit.isNarrow()) {
      return widened().hasRoom(quantity.exact(demand), limit.exact());
    }
    return count <= limit.count() - now;
  }

  /** Commits the demand if it fits. */
  final boolean tryHold(Demand demand, Limit limit) {
    long count = quantity.narrow(demand);
    if (count != NOT_NARROW && limit.isNarrow()) {
      for (long now = committed; now >= 0; now = committed) {
        if (count > limit.count() - now) {
          return false;
        }
        if (COMMITTED.compareAndSet(this, now, now + count)) {
          return true;
        }
      }
    }
    return widened().tryHold(quantity.exact(demand), limit.exact());
  }

  /** Commits as much of an amount as the limit leaves room for, and says how much. */
  final BigDecimal take(BigDecimal most, Limit limit) {
    if (limit.isNarrow() && most.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
      long wanted = most.longValue();
      for (long now = committed; now >= 0; now = committed) {
        long taken = Math.min(wanted, limit.count() - now);
        if (taken <= 0) {
          return BigDecimal.ZERO;
        }
        if (COMMITTED.compareAndSet(this, now, now + taken)) {
          return BigDecimal.valueOf(taken);
        }
      }
    }
    return widened().take(most, limit.exact());
  }

  /** What is committed, if that is a count yet; less than zero if it is not. */
  final long narrowCommitted() {
    return committed;
  }

  /** Commits the demand whether it fits or not. */
  final void hold(Demand demand) {
    commit(quantity.narrow(demand), 0, demand, null);
  }

  /** Takes back what was held for a demand. */
  final void giveBack(Demand held) {
    commit(0, quantity.narrow(held), null, held);
  }

  /** Settles {@code actual} in the place of what was held; null if nothing was. */
  final void settle(@Nullable Demand held, Demand actual) {
    long taken = quantity.narrow(actual);
    commit(taken, held == null ? 0 : quantity.narrow(held), actual, held);
    if (taken != 0) {
      addSettled(taken, actual);
    }
  }

  private void commit(long more, long less, @Nullable Demand added, @Nullable Demand removed) {
    if (more != NOT_NARROW && less != NOT_NARROW) {
      long change = more - less;
      if (change == 0) {
        return;
      }
      for (long now = committed; now >= 0; now = committed) {
        long next = now + change;
        if (next < 0) {
          break; // past the range of long: committed is never less than what one hold takes back
        }
        if (COMMITTED.compareAndSet(this, now, next)) {
          return;
        }
      }
    }
    widened().add(exact(added).subtract(exact(removed)), BigDecimal.ZERO);
  }

  private void addSettled(long taken, Demand actual) {
    if (taken != NOT_NARROW) {
      for (long now = settled; now >= 0; now = settled) {
        long next = now + taken;
        if (next < 0) {
          break;
        }
        if (SETTLED.compareAndSet(this, now, next)) {
          return;
        }
      }
    }
    widened().add(BigDecimal.ZERO, quantity.exact(actual));
  }

  private BigDecimal exact(@Nullable Demand demand) {
    return demand == null ? BigDecimal.ZERO : quantity.exact(demand);
  }

  /** Both figures as they were at one moment. */
  final Standing standing() {
    long settledBefore = settled;
    while (settledBefore >= 0) {
      long committedThen = committed;
      long settledAfter = settled;
      if (committedThen < 0) {
        break;
      }
      // Settled only grows: unchanged, it was the same when committed was read.
      if (settledBefore == settledAfter) {
        return new Standing(BigDecimal.valueOf(committedThen), BigDecimal.valueOf(settledBefore));
      }
      settledBefore = settledAfter;
    }
    return widened().standing();
  }

  final boolean isWide() {
    return wide != null;
  }

  private WideCounter widened() {
    WideCounter there = wide;
    if (there != null) {
      return there;
    }
    long committedLast = freeze(COMMITTED);
    long settledLast = freeze(SETTLED);
    WideCounter made =
        new WideCounter(BigDecimal.valueOf(committedLast), BigDecimal.valueOf(settledLast));
    WideCounter first = (WideCounter) WIDE.compareAndExchange(this, null, made);
    return first == null ? made : first;
  }

  private long freeze(VarHandle figure) {
    while (true) {
      long now = (long) figure.getVolatile(this);
      if (now < 0) {
        return now & Long.MAX_VALUE;
      }
      if (figure.compareAndSet(this, now, now | FROZEN)) {
        return now;
      }
    }
  }
}
