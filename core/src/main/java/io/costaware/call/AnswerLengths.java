package io.costaware.call;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * The lengths of the last answers of one kind of call: counts of slots that grow with what they
 * count, eight to each doubling, so that a length is known to an eighth. Between {@value #HALF} and
 * twice as many of the latest answers count, so that it follows changes.
 *
 * <p>Safe for use by many threads.
 */
final class AnswerLengths {
  /** Answers of a generation; the one before it still counts. */
  static final int HALF = 1_024;

  /** Fewer answers tell nothing, whatever part of them is asked for. */
  static final int LEAST_ANSWERS = 30;

  private static final int PART_BITS = 3;
  private static final int PARTS = 1 << PART_BITS;
  private static final int DOUBLINGS = 18;
  private static final int SLOTS = PARTS * (DOUBLINGS + 1);
  private static final long LONGEST = (1L << (PART_BITS + DOUBLINGS)) - 1;

  /** What was told is told again until the answers are more by a part of so many. */
  private static final int REFRESHING = 32;

  private static final Generation NONE = new Generation(0);

  private volatile Generation now = new Generation(0);
  private volatile Generation before = NONE;
  private volatile @Nullable Told told;

  /**
   * What most answers stay within.
   *
   * <p>Immutable.
   *
   * @param tokens the length
   * @param answers how many it was learned from
   */
  record Quantile(long tokens, long answers) {}

  /** What was told last, and when in the course of answers. */
  private record Told(int percent, long since, @Nullable Quantile quantile) {}

  /** Some answers in a row, and how many came before them. */
  private static final class Generation {
    private final long since;
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicIntegerArray slots = new AtomicIntegerArray(SLOTS);

    Generation(long since) {
      this.since = since;
    }

    long moment() {
      return since + answers.get();
    }
  }

  /** Notes an answer of so many tokens. */
  void add(long tokens) {
    Generation current = now;
    current.slots.incrementAndGet(slot(tokens));
    // One thread alone comes to the last answer of a generation.
    if (current.answers.incrementAndGet() == HALF) {
      before = current;
      now = new Generation(current.since + HALF);
    }
  }

  /**
   * The length that so many of a hundred answers stay within, rounded up to a slot's end: the next
   * answer does with that chance, if answers go on as they did.
   *
   * @param percent 1 to 99
   * @return null if the answers are too few to say
   */
  @Nullable Quantile within(int percent) {
    long moment = now.moment();
    Told last = told;
    if (last != null
        && last.percent == percent
        && (moment - last.since) * REFRESHING <= answers(last)) {
      return last.quantile;
    }
    Quantile quantile = count(percent);
    told = new Told(percent, moment, quantile);
    return quantile;
  }

  private static long answers(Told last) {
    Quantile quantile = last.quantile;
    return quantile == null ? 0 : quantile.answers;
  }

  private @Nullable Quantile count(int percent) {
    Generation old = before;
    Generation current = now;
    int answers = old == current ? 0 : old.answers.get();
    answers += current.answers.get();
    // One more than there are: the next answer counts too, wherever it falls.
    int rank = Math.floorDiv(percent * (answers + 1) + 99, 100);
    if (answers < LEAST_ANSWERS || rank > answers) {
      return null;
    }
    int above = answers - rank;
    for (int slot = SLOTS - 1; slot > 0; slot--) {
      above -= current.slots.get(slot) + (old == current ? 0 : old.slots.get(slot));
      if (above < 0) {
        return new Quantile(end(slot), answers);
      }
    }
    return new Quantile(0, answers);
  }

  private static int slot(long tokens) {
    long within = Math.max(0, Math.min(tokens, LONGEST));
    if (within < PARTS) {
      return (int) within;
    }
    int doubling = 63 - Long.numberOfLeadingZeros(within) - PART_BITS;
    return PARTS * (doubling + 1) + (int) ((within >>> doubling) & (PARTS - 1));
  }

  /** The largest length that falls into a slot. */
  private static long end(int slot) {
    if (slot < PARTS) {
      return slot;
    }
    int doubling = slot / PARTS - 1;
    return ((long) (PARTS + slot % PARTS + 1) << doubling) - 1;
  }
}
