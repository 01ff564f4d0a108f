package io.costaware.call;

import io.costaware.budget.Coverage;
import io.costaware.budget.Demand;
import io.costaware.budget.Hold;
import io.costaware.budget.HoldAnswer;
import io.costaware.budget.NearLimit;
import io.costaware.budget.Shortfall;
import io.costaware.event.HoldBasis;
import io.costaware.event.HoldBasis.OutputCap;
import io.costaware.event.Refusal;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The asking for a hold. Where a budget has too little room for the call as it is, what the budgets
 * name is tried in this order: counting the input, lowering the output cap, waiting.
 *
 * <p>For use by one thread.
 */
final class HoldRequest {
  /** Others may take what is left in between; after so many times the call does not fit. */
  private static final int CLAMP_TRIES = 8;

  private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

  private final MeterSettings settings;
  private final MeterFaults faults;
  private final CallIntent intent;
  private final Coverage coverage;
  private final HoldReckoning reckoning;
  private final Decisions decisions;
  private CallIntent.Size size;
  private HoldBasis basis;
  private Demand ceiling;
  private @Nullable Hold hold;
  private long atMillis;

  HoldRequest(
      MeterSettings settings,
      MeterFaults faults,
      CallIntent intent,
      Coverage coverage,
      HoldReckoning reckoning,
      Decisions decisions,
      long atMillis) {
    this.settings = settings;
    this.faults = faults;
    this.intent = intent;
    this.coverage = coverage;
    this.reckoning = reckoning;
    this.decisions = decisions;
    this.atMillis = atMillis;
    this.size = reckoning.size();
    this.basis = reckoning.basis(size, decisions.clampTokens());
    this.ceiling = reckoning.demand(basis);
  }

  /**
   * Holds, if there is anything to hold.
   *
   * @return what stands in the way after all was tried; null if nothing does
   */
  @Nullable Shortfall make() {
    if (coverage.isEmpty() || intent.operation().isFree()) {
      return null;
    }
    Shortfall shortfall = tryHold(ceiling);
    if (shortfall == null || settings.observeOnly() || !isExhausted(shortfall)) {
      return shortfall;
    }
    if (near(shortfall).count()) {
      shortfall = count(shortfall);
    }
    shortfall = clamp(shortfall);
    return shortfall == null ? null : await(shortfall);
  }

  /** What the budget without room tries. */
  private NearLimit near(Shortfall shortfall) {
    return coverage.nearLimit(shortfall.budget());
  }

  /** Holds whatever the limits say. */
  void makeRegardless() {
    hold = settings.ledger().holdRegardless(coverage, ceiling, atMillis);
  }

  private @Nullable Shortfall tryHold(Demand demand) {
    HoldAnswer answer = settings.ledger().hold(coverage, demand, atMillis);
    if (answer instanceof HoldAnswer.Granted granted) {
      hold = granted.hold();
      for (Shortfall unenforced : granted.unenforced()) {
        decisions.add("a budget that only warns let the call pass: " + unenforced.describe());
        decisions.letPass(new Refusal.OfBudget(unenforced));
      }
      return null;
    }
    return ((HoldAnswer.Refused) answer).shortfall();
  }

  private static boolean isExhausted(@Nullable Shortfall shortfall) {
    return shortfall != null && shortfall.cause() == Shortfall.Cause.EXHAUSTED;
  }

  /** Has the provider count the input, and tries again with what it says. */
  private @Nullable Shortfall count(Shortfall shortfall) {
    FreeCount count = intent.freeCount();
    if (count == null || size.isCounted()) {
      return shortfall;
    }
    try {
      long tokens = count.tokens(FreeCount.LONGEST);
      if (tokens < 1) {
        throw new IllegalStateException("a provider counted " + tokens + " tokens of input");
      }
      size = size.counted(tokens);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      decisions.add("the input was not counted: the thread was interrupted");
      return shortfall;
    } catch (Exception | LinkageError e) {
      decisions.add("the input was not counted: " + e.getClass().getSimpleName());
      faults.add("A provider's count of the input failed; the estimate is kept", e);
      return shortfall;
    }
    basis = reckoning.basis(size, decisions.clampTokens());
    ceiling = reckoning.demand(basis);
    return tryHold(ceiling);
  }

  /** Lowers the output cap to what is left, if that is worth a call. */
  private @Nullable Shortfall clamp(@Nullable Shortfall first) {
    Shortfall shortfall = first;
    long most = basis.outputTokens();
    for (int tries = 0; shortfall != null && isExhausted(shortfall); tries++) {
      long least = near(shortfall).clampTokens();
      long tokens = canClamp(least) ? mostThatFits(least, most, new Room(shortfall)) : 0;
      if (tokens == 0 || tries == CLAMP_TRIES) {
        return first;
      }
      Refusal.OfBudget averted = new Refusal.OfBudget(shortfall);
      // Where the whole has room by now, nothing need be clamped.
      boolean lowers = tokens < basis.outputTokens();
      HoldBasis lower = lowers ? reckoning.basis(size, tokens) : basis;
      Demand demand = reckoning.demand(lower);
      shortfall = tryHold(demand);
      if (shortfall == null && lowers) {
        decisions.clamp(tokens, averted);
        basis = lower;
        ceiling = demand;
      }
      most = tokens;
    }
    return shortfall;
  }

  private boolean canClamp(long least) {
    return least > 0 && basis.outputCap() != OutputCap.NO_OUTPUT && basis.outputTokens() >= least;
  }

  /** The largest output cap whose price and tokens fit, between two; 0 if not even the lower. */
  private long mostThatFits(long least, long most, Room room) {
    if (!fits(least, room)) {
      return 0;
    }
    long fits = least;
    long above = most + 1;
    while (above - fits > 1) {
      long middle = fits + (above - fits) / 2;
      if (fits(middle, room)) {
        fits = middle;
      } else {
        above = middle;
      }
    }
    return fits;
  }

  private boolean fits(long outputTokens, Room room) {
    return room.fits(reckoning.demand(reckoning.basis(size, outputTokens)));
  }

  /** Tries again and again while open calls may give back what they hold. */
  private @Nullable Shortfall await(Shortfall first) {
    long longest = near(first).longestWait().toNanos();
    if (longest == 0 || !isWorthWaiting(first)) {
      return first;
    }
    long begun = settings.nanos().getAsLong();
    Shortfall shortfall = first;
    long waited = 0;
    long pause = SHORTEST_PAUSE;
    while (shortfall != null
        && isWorthWaiting(shortfall)
        && waited < longest
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(this, Math.min(pause, longest - waited));
      pause = Math.min(2 * pause, LONGEST_PAUSE);
      waited = settings.nanos().getAsLong() - begun;
      // By now another window may have begun.
      atMillis = settings.clock().millis();
      shortfall = tryHold(ceiling);
      if (shortfall != null) {
        shortfall = clamp(shortfall);
      }
    }
    decisions.add(
        "waited "
            + TimeUnit.NANOSECONDS.toMillis(waited)
            + " ms for open calls to end, because budget '"
            + first.budget()
            + "' had no room");
    return shortfall;
  }

  /**
   * Whether it could fit if open calls gave back all they hold, or in the next window. A rolling
   * window is never empty at once: how much room its oldest spend leaves is not known.
   */
  private boolean isWorthWaiting(Shortfall shortfall) {
    if (!isExhausted(shortfall)) {
      return false;
    }
    NearLimit near = near(shortfall);
    Demand least =
        canClamp(near.clampTokens())
            ? reckoning.demand(reckoning.basis(size, near.clampTokens()))
            : ceiling;
    Room room = new Room(shortfall);
    Instant resetsAt = shortfall.resetsAt();
    return room.fitsWithoutHolds(least)
        || (resetsAt != null
            && !shortfall.rolling()
            && resetsAt.toEpochMilli() - atMillis <= near.longestWait().toMillis()
            && room.fitsEmpty(least));
  }

  /** How what is held was reckoned. */
  HoldBasis basis() {
    return basis;
  }

  /** What is held, or would have to be. */
  Demand ceiling() {
    return ceiling;
  }

  /** The hold; null if nothing is held. */
  @Nullable Hold hold() {
    return hold;
  }

  /** When the call was admitted, in milliseconds of the epoch. */
  long atMillis() {
    return atMillis;
  }
}
