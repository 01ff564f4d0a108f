package io.costaware.drill;

import io.costaware.ledger.SliceKey;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one life did with each counter, by its journal: what it spent, the most that it had
 * committed without the store's knowing, and between which of its reports its end lies.
 */
final class Spending {
  /**
   * A step of what is committed in a counter.
   *
   * @param nanos when
   */
  record Step(long nanos, SliceKey key, BigInteger by) {}

  /** What one counter came to. */
  static final class Counted {
    private BigInteger spent = BigInteger.ZERO;
    private BigInteger overrun = BigInteger.ZERO;
    private BigInteger mostUntold = BigInteger.ZERO;
    private BigInteger wished = BigInteger.ZERO;
    // The last report that was answered and those after it: one of them is what the store knows.
    private final List<JournalLine.Reported> last = new ArrayList<>();

    /** What it took; of calls that have not ended, what they held. */
    BigInteger spent() {
      return spent;
    }

    /** What its calls took beyond what they held. */
    BigInteger overrun() {
      return overrun;
    }

    /** The most that it had committed, or was about to, beyond what its last report said. */
    BigInteger mostUntold() {
      return mostUntold;
    }

    /** What the store may have of it: its last report that was answered, or a later one. */
    List<JournalLine.Reported> lastReports() {
      return List.copyOf(last);
    }

    private void wish(BigInteger by) {
      wished = wished.add(by);
      BigInteger told =
          last.stream()
              .map(JournalLine.Reported::committed)
              .min(Comparator.naturalOrder())
              .orElse(BigInteger.ZERO);
      mostUntold = mostUntold.max(wished.subtract(told));
    }
  }

  private final Life life;
  private final Map<SliceKey, Counted> counted = new LinkedHashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private long calls;

  private Spending(Life life) {
    this.life = life;
  }

  static Spending of(Life life, DrillBudgets budgets) {
    Spending spending = new Spending(life);
    Map<Long, DrillCall> open = new HashMap<>();
    for (JournalLine line : life.lines()) {
      spending.take(line, budgets, open);
    }
    return spending;
  }

  private void take(JournalLine line, DrillBudgets budgets, Map<Long, DrillCall> open) {
    if (line instanceof JournalLine.Wished wished) {
      open.put(wished.call().id(), wished.call());
      for (DrillBudgets.Part part : budgets.parts(wished.call())) {
        at(part.key()).wish(part.held());
      }
    } else if (line instanceof JournalLine.Refused refused) {
      for (DrillBudgets.Part part : budgets.parts(open.remove(refused.id()))) {
        at(part.key()).wish(part.held().negate());
      }
    } else if (line instanceof JournalLine.Admitted admitted) {
      calls++;
      for (DrillBudgets.Part part : budgets.parts(open.get(admitted.id()))) {
        add(part.key(), line.nanos(), part.held());
      }
    } else if (line instanceof JournalLine.Settled settled) {
      for (DrillBudgets.Part part : budgets.parts(open.remove(settled.id()))) {
        BigInteger more = part.actual().subtract(part.held());
        at(part.key()).wish(more);
        add(part.key(), line.nanos(), more);
        at(part.key()).overrun = at(part.key()).overrun.add(more.max(BigInteger.ZERO));
      }
    } else if (line instanceof JournalLine.Reported reported) {
      at(reported.key()).last.add(reported);
    } else if (line instanceof JournalLine.Answered answered) {
      counted.values().forEach(counter -> answered(counter.last, answered.sentNanos()));
    }
  }

  /** Reports before the one that was answered cannot be what the store has. */
  private static void answered(List<JournalLine.Reported> last, long sentNanos) {
    if (!last.isEmpty() && last.get(last.size() - 1).nanos() == sentNanos) {
      last.subList(0, last.size() - 1).clear();
    }
  }

  private void add(SliceKey key, long nanos, BigInteger by) {
    at(key).spent = at(key).spent.add(by);
    steps.add(new Step(nanos, key, by));
  }

  private Counted at(SliceKey key) {
    return counted.computeIfAbsent(key, k -> new Counted());
  }

  Life life() {
    return life;
  }

  /** By counter. */
  Map<SliceKey, Counted> counted() {
    return counted;
  }

  Counted of(SliceKey key) {
    return counted.getOrDefault(key, new Counted());
  }

  List<Step> steps() {
    return steps;
  }

  /** How many calls were admitted. */
  long calls() {
    return calls;
  }
}
