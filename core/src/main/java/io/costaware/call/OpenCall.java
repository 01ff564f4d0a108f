package io.costaware.call;

import io.costaware.budget.Demand;
import io.costaware.budget.Hold;
import io.costaware.budget.StreamRule;
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
  private final Admitted admitted;
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
  private volatile long coveredOutput;
  private volatile long outputSoFar;
  private @Nullable RunningOutput running;

  OpenCall(
      CallMeter meter,
      CallIntent intent,
      Admitted admitted,
      @Nullable EventScope scope,
      @Nullable String fault,
      long openedMillis,
      long openedNanos) {
    this.meter = meter;
    this.intent = intent;
    this.admitted = admitted;
    this.scope = scope;
    this.fault = fault;
    this.openedMillis = openedMillis;
    this.openedNanos = openedNanos;
    this.touchedNanos = openedNanos;
    this.coveredOutput =
        admitted.hold() == null ? RunningOutput.ALL : admitted.facts().basis().allOutputTokens();
  }

  /** What was asked and what is sent. */
  public CallFacts facts() {
    return admitted.facts();
  }

  /**
   * The model to give to the provider: an alias resolved, a profile chosen, a model substituted.
   */
  public String modelToSend() {
    return admitted.facts().sentModel();
  }

  /**
   * The output cap, for each answer, that a policy or a budget has set and the request must carry;
   * 0 if it stays as it is.
   */
  public long clampTokens() {
    return admitted.clampTokens();
  }

  /**
   * Says that the request cannot carry {@link #clampTokens}. Where the call was admitted only
   * because of it, that is refused as {@link #refuse} does; else the events are flagged.
   *
   * @param reason why, in words
   * @return what to throw; null if the call goes out as it is
   */
  public @Nullable CallRefusedException clampNotSent(String reason) {
    flag("the clamp of " + clampTokens() + " output tokens is not sent: " + reason);
    Refusal averted = admitted.clampedInsteadOf();
    return averted == null ? null : refuse(averted);
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
    Hold hold = admitted.hold();
    if (before != null && spent != null && hold != null) {
      meter.extend(this, hold);
      restartOutput();
    }
    outputSoFar = 0;
    Attempt next = meter.newAttempt(this, before == null ? 1 : before.number() + 1);
    attempt = next;
    return next;
  }

  /** The attempt that was started last; null if none was. */
  public @Nullable Attempt attempt() {
    return attempt;
  }

  /**
   * Says how much output a stream has given so far. Within what is held this is one comparison.
   * Beyond it more is held, or the stream is to be stopped, as the budgets say: then end the
   * provider's stream, {@link #end} this call with {@link CallResult#STOPPED} and what is known of
   * it, and hand the exception to the caller. What the provider itself will not pass, such as the
   * request's own cap, is not enforced on an estimate. Never throws.
   *
   * @param outputTokens tokens of all answers since the attempt began, visible and thinking
   * @param reported whether the provider has told them; if not, they are an estimate
   * @return the stop, which its flag tells already, again at each later call; null if the stream
   *     may go on
   */
  public @Nullable CallStoppedException progress(long outputTokens, boolean reported) {
    outputSoFar = outputTokens;
    return outputTokens <= coveredOutput ? null : pass(outputTokens, reported);
  }

  /** Output tokens of the attempt that runs, as {@link #progress} was last told; 0 before. */
  long outputSoFar() {
    return outputSoFar;
  }

  /** The same for output that is estimated. */
  public @Nullable CallStoppedException progress(long outputTokens) {
    return progress(outputTokens, false);
  }

  private @Nullable CallStoppedException pass(long outputTokens, boolean reported) {
    Hold hold = admitted.hold();
    if (hold == null || ended || (!reported && facts().basis().outputCap().isBinding())) {
      return null;
    }
    try {
      RunningOutput output = runningOutput(hold);
      CallStoppedException stop = output.passes(outputTokens);
      coveredOutput = output.covered();
      return stop;
    } catch (RuntimeException | LinkageError e) {
      coveredOutput = RunningOutput.ALL;
      if (!ended) {
        meter.outputNotHeld(this, e);
      }
      return null;
    }
  }

  private synchronized RunningOutput runningOutput(Hold hold) {
    if (running == null) {
      running = meter.runningOutput(this, hold);
    }
    return running;
  }

  private void restartOutput() {
    RunningOutput output;
    synchronized (this) {
      output = running;
    }
    if (output != null) {
      output.restart();
      coveredOutput = output.covered();
    }
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
    return admitted.card();
  }

  Demand ceiling() {
    return admitted.ceiling();
  }

  @Nullable Hold hold() {
    return admitted.hold();
  }

  StreamRule rule() {
    return admitted.streams();
  }

  /** The budget whose rule that is; null if it is none's. */
  @Nullable String ruleBudget() {
    return admitted.streamsBudget();
  }

  /** What so many output tokens ask beside those that are held already. */
  Demand outputDemand(long held, long more) {
    return Ceiling.outputDemand(intent.size(), admitted, held, more);
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
