package io.costaware.call;

import io.costaware.budget.BudgetLedger;
import io.costaware.budget.Hold;
import io.costaware.budget.HoldAnswer;
import io.costaware.budget.Shortfall;
import io.costaware.budget.StreamRule;
import io.costaware.event.Refusal;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The output of a stream that has passed what is held for it: holds more, in steps, or stops it, as
 * the budgets say.
 *
 * <p>Safe for use by many threads.
 */
final class RunningOutput {
  /** Everything is covered from here on: nothing more is asked. */
  static final long ALL = Long.MAX_VALUE;

  /** Smaller steps would ask the ledger for every few words. */
  private static final long LEAST_STEP = 256;

  private static final int PERCENT_STEP = 25;

  private final OpenCall call;
  private final Hold hold;
  private final BudgetLedger ledger;
  private final boolean refuses;
  private final long first;
  private final long step;
  // No monitor: holding more may ask a store, and a virtual thread would keep its carrier
  // meanwhile.
  private final ReentrantLock lock = new ReentrantLock();
  private volatile long covered;
  private boolean passed;
  private volatile @Nullable CallStoppedException stop;

  RunningOutput(OpenCall call, Hold hold, BudgetLedger ledger, boolean refuses) {
    this.call = call;
    this.hold = hold;
    this.ledger = ledger;
    this.refuses = refuses;
    this.first = call.facts().basis().allOutputTokens();
    this.step = Math.max(LEAST_STEP, first / 100 * PERCENT_STEP);
    this.covered = first;
  }

  /**
   * Covers the output, or stops the stream. Where another thread is at it, this one goes on at
   * once: what has come since is looked at with the next event.
   *
   * @return the stop; null if the stream may go on
   */
  @Nullable CallStoppedException passes(long tokens) {
    if (stop != null || tokens <= covered || !lock.tryLock()) {
      return stop;
    }
    try {
      cover(tokens);
    } finally {
      lock.unlock();
    }
    return stop;
  }

  private void cover(long tokens) {
    // By now another thread may have covered it.
    if (stop == null && tokens > covered) {
      if (call.rule() == StreamRule.STOP) {
        stop(new Refusal.OfStream(call.ruleBudget(), first), tokens);
      } else {
        extend(tokens);
      }
    }
  }

  /** How many output tokens are covered. */
  long covered() {
    return stop == null ? covered : first;
  }

  /** A further attempt begins, for which its worst case has been held anew. */
  void restart() {
    lock.lock();
    try {
      covered = first;
    } finally {
      lock.unlock();
    }
  }

  private void extend(long tokens) {
    long lacking = tokens - covered;
    long whole = inSteps(lacking);
    Shortfall shortfall = tryExtend(whole);
    if (shortfall != null && lacking < whole) {
      shortfall = tryExtend(lacking);
    }
    if (shortfall == null) {
      return;
    }
    Refusal refusal = new Refusal.OfBudget(shortfall);
    if (call.rule() == StreamRule.EXTEND) {
      pass("the stream went on beyond the limit: " + refusal.describe());
      extendRegardless(whole);
    } else {
      stop(refusal, tokens);
    }
  }

  private @Nullable Shortfall tryExtend(long more) {
    HoldAnswer answer = ledger.extend(hold, call.outputDemand(covered, more));
    if (answer instanceof HoldAnswer.Granted granted) {
      covers(more);
      if (!granted.unenforced().isEmpty()) {
        pass(
            "a budget that only warns has no room for the stream to go on: "
                + granted.unenforced().get(0).describe());
      }
      return null;
    }
    return ((HoldAnswer.Refused) answer).shortfall();
  }

  private void covers(long more) {
    long before = covered;
    covered = before + more;
  }

  private void stop(Refusal refusal, long tokens) {
    if (refuses) {
      stop = new CallStoppedException(refusal, call.facts(), tokens);
      call.flag(CallStoppedException.words(refusal, tokens));
      return;
    }
    pass("would have been " + CallStoppedException.words(refusal, tokens));
    extendRegardless(inSteps(tokens - covered));
  }

  private void extendRegardless(long more) {
    ledger.extendRegardless(hold, call.outputDemand(covered, more));
    covers(more);
  }

  private long inSteps(long tokens) {
    return Math.multiplyExact((tokens - 1) / step + 1, step);
  }

  /** Says once that the stream went further than a budget would have it. */
  private void pass(String words) {
    if (!passed) {
      passed = true;
      call.flag(words);
    }
  }
}
