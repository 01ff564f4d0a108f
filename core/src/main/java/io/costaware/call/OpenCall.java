package io.costaware.call;

import io.costaware.budget.Demand;
import io.costaware.budget.Hold;
import io.costaware.event.CallEvent;
import io.costaware.event.CallFacts;
import io.costaware.event.CallResult;
import io.costaware.event.Outcome;
import io.costaware.event.Refusal;
import io.costaware.pricing.RateCard;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call that has been admitted. It ends once: the first {@link #end} counts and later ones do
 * nothing. Nothing here throws, save {@link #startAttempt} where a budget has no room for a further
 * attempt.
 *
 * <p>Safe for use by many threads.
 */
public final class OpenCall {
  // Handles instead of atomic objects, which each call would have to make anew.
  private static final VarHandle ENDED;
  private static final VarHandle BOOKED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      ENDED = lookup.findVarHandle(OpenCall.class, "ended", boolean.class);
      BOOKED = lookup.findVarHandle(OpenCall.class, "booked", Demand.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final CallMeter meter;
  private final CallIntent intent;
  private final CallFacts facts;
  private final long clampTokens;
  private final @Nullable RateCard card;
  private final Demand ceiling;
  private final @Nullable Hold hold;
  private final @Nullable EventScope scope;
  private final @Nullable String fault;
  private final long openedMillis;
  private final long openedNanos;
  private volatile boolean ended;
  private volatile @Nullable Demand booked;
  private volatile @Nullable Attempt attempt;
  private volatile @Nullable CallEvent last;
  private volatile long touchedNanos;
  private volatile @Nullable Function<CallResult, Outcome> known;
  private volatile List<String> flags = List.of();

  OpenCall(
      CallMeter meter,
      CallIntent intent,
      CallFacts facts,
      long clampTokens,
      @Nullable RateCard card,
      Demand ceiling,
      @Nullable Hold hold,
      @Nullable EventScope scope,
      @Nullable String fault,
      long openedMillis,
      long openedNanos) {
    this.meter = meter;
    this.intent = intent;
    this.facts = facts;
    this.clampTokens = clampTokens;
    this.card = card;
    this.ceiling = ceiling;
    this.hold = hold;
    this.scope = scope;
    this.fault = fault;
    this.openedMillis = openedMillis;
    this.openedNanos = openedNanos;
    this.touchedNanos = openedNanos;
  }

  /** What was asked and what is sent. */
  public CallFacts facts() {
    return facts;
  }

  /**
   * The model to give to the provider: an alias resolved, a profile chosen, a model substituted.
   */
  public String modelToSend() {
    return facts.sentModel();
  }

  /** The output cap that a policy has set and the request must carry; 0 if it stays as it is. */
  public long clampTokens() {
    return clampTokens;
  }

  /** Adds something unusual, in words, to the events that this call tells from now on. */
  public synchronized void flag(String unusual) {
    List<String> more = new ArrayList<>(flags);
    more.add(unusual);
    flags = List.copyOf(more);
  }

  /**
   * Ends the call because it cannot be sent as it would have to be: its hold is released, and one
   * event tells of the refusal.
   *
   * @return what to throw; null where nothing is refused, and then the call stays open and its
   *     events are flagged, and null if the call had ended before
   */
  public @Nullable CallRefusedException refuse(Refusal refusal) {
    if (!meter.refuses()) {
      flag("would have been refused: " + refusal.describe());
      return null;
    }
    return ENDED.compareAndSet(this, false, true) ? meter.refuse(this, refusal) : null;
  }

  /** The event of the attempt that ended last; null if none has ended yet. */
  public @Nullable CallEvent lastEvent() {
    return last;
  }

  /** Whether the call has ended. */
  public boolean isEnded() {
    return ended;
  }

  /**
   * Says that a try goes out now. The one before it, if it has not ended, must be ended first.
   *
   * @throws CallRefusedException if an earlier attempt may have cost something and no budget has
   *     room for one more
   */
  public Attempt startAttempt() {
    Attempt before = attempt;
    Demand spent = booked;
    if (before != null && spent != null && hold != null) {
      meter.extend(this, hold);
    }
    Attempt next = meter.newAttempt(this, before == null ? 1 : before.number() + 1);
    attempt = next;
    return next;
  }

  /** The attempt that was started last; null if none was. */
  public @Nullable Attempt attempt() {
    return attempt;
  }

  /**
   * Makes this a call that is watched: if nothing touches it for the idle limit, it is ended with
   * what is known by then.
   *
   * @param known tells what is known so far, given how the call ended; must not block
   */
  public void watch(Function<CallResult, Outcome> known) {
    this.known = known;
    touch();
    meter.watch(this);
    if (ended) {
      // It ended in between, when there was nothing to take off the watch yet.
      meter.unwatch(this);
    }
  }

  /** Something came. */
  public void touch() {
    touchedNanos = meter.nanos();
  }

  /**
   * Ends the call, and the attempt that is still running, and tells about it. Without an attempt
   * started before, one event stands for all there may have been. Never throws.
   *
   * @return the event of the last attempt; null if the call had ended before
   */
  public @Nullable CallEvent end(Outcome outcome) {
    if (!ENDED.compareAndSet(this, false, true)) {
      meter.endedTwice(this);
      return null;
    }
    Attempt running = attempt;
    if (running == null) {
      boolean sent = !intent.origin().attemptsVisible();
      running = meter.firstAttempt(this, sent ? 1 : 0);
      attempt = running;
    }
    meter.end(this, running, outcome);
    return last;
  }

  /** Ends a watched call with what is known. */
  void endAs(CallResult result) {
    Function<CallResult, Outcome> telling = known;
    end(
        telling == null
            ? Outcome.unmeasured(result, "nothing was received")
            : meter.known(telling, result));
  }

  @Nullable CallEvent attemptEnded(Attempt ending, Outcome outcome) {
    return meter.attemptEnded(this, ending, outcome);
  }

  void book(Demand more) {
    while (true) {
      Demand sum = booked;
      if (BOOKED.compareAndSet(this, sum, sum == null ? more : sum.plusHeld(more))) {
        return;
      }
    }
  }

  void told(CallEvent event) {
    last = event;
  }

  CallIntent intent() {
    return intent;
  }

  List<String> flags() {
    return flags;
  }

  @Nullable RateCard card() {
    return card;
  }

  Demand ceiling() {
    return ceiling;
  }

  @Nullable Hold hold() {
    return hold;
  }

  @Nullable Demand booked() {
    return booked;
  }

  @Nullable EventScope scope() {
    return scope;
  }

  @Nullable String fault() {
    return fault;
  }

  long openedMillis() {
    return openedMillis;
  }

  long openedNanos() {
    return openedNanos;
  }

  long touchedNanos() {
    return touchedNanos;
  }
}
