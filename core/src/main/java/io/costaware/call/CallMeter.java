package io.costaware.call;

import static java.util.Objects.requireNonNull;

import io.costaware.budget.Demand;
import io.costaware.budget.Hold;
import io.costaware.budget.StreamRule;
import io.costaware.event.CallEvent;
import io.costaware.event.CallFacts;
import io.costaware.event.CallResult;
import io.costaware.event.CostEvent;
import io.costaware.event.HoldBasis;
import io.costaware.event.Outcome;
import io.costaware.event.Refusal;
import io.costaware.event.RefusedEvent;
import io.costaware.pricing.Estimate;
import io.costaware.target.ModelId;
import io.costaware.target.Provider;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens calls and settles them. A fault of metering never breaks a call: the call goes on, its
 * event is flagged, and the log has a line.
 *
 * <p>Safe for use by many threads.
 */
public final class CallMeter {
  private static final Logger LOG = LoggerFactory.getLogger(CallMeter.class);

  private final MeterSettings settings;
  private final MeterFaults faults = new MeterFaults();
  private final LearnedOutput learned = new LearnedOutput();
  private final Surroundings surroundings;
  private final EventTeller teller;
  private final CallEndings endings;
  private final Set<OpenCall> watched = ConcurrentHashMap.newKeySet();
  private final LongAdder refusals = new LongAdder();
  private final LongAdder stalled = new LongAdder();
  private final LongAdder unmeteredRequests = new LongAdder();

  /** A meter. */
  public CallMeter(MeterSettings settings) {
    this.settings = requireNonNull(settings, "settings");
    this.surroundings = new Surroundings(settings.enrichers(), faults);
    this.teller = new EventTeller(settings.sink(), faults);
    this.endings = new CallEndings(settings, learned, teller, faults);
  }

  /**
   * Admits a call made on this thread.
   *
   * @throws CallRefusedException if tags, price, policy, profile or budget refuse it; then one
   *     event tells, and nothing may be sent
   */
  public OpenCall open(CallIntent intent) {
    return open(intent, ambient());
  }

  /**
   * Admits a call with what surrounded it on the thread that made it.
   *
   * @throws CallRefusedException as {@link #open(CallIntent)}
   */
  public OpenCall open(CallIntent intent, Ambient ambient) {
    try {
      return new Admission(this, intent, ambient).admit();
    } catch (CallRefusedException e) {
      refusals.increment();
      throw e;
    } catch (RuntimeException | LinkageError e) {
      return unmetered(intent, ambient, e);
    }
  }

  /**
   * Refuses a request that is no call to this meter, because its cost cannot be seen where it
   * passes; one event tells.
   *
   * @param surroundings as for {@link #open(CallIntent, Ambient)}
   * @return what to throw; null where nothing is refused
   */
  public @Nullable CallRefusedException refuse(
      CallIntent intent, Ambient surroundings, Refusal refusal) {
    if (!refuses()) {
      return null;
    }
    refusals.increment();
    CallFacts facts = unreckoned(intent, surroundings);
    tell(
        new RefusedEvent(settings.ids().next(), facts, settings.clock().millis(), refusal),
        surroundings.events());
    return new CallRefusedException(refusal, facts);
  }

  /** The model that a call to a provider means: that of an alias, or else the name as it is. */
  public String modelNamed(Provider provider, String name) {
    ModelId model = settings.models().find(name);
    return model == null || model.provider() != provider ? name : model.id();
  }

  /** Says that a request which may cost money goes by and is not metered. */
  public void passUnmetered() {
    unmeteredRequests.increment();
  }

  /** What surrounds a call on this thread: tags of scopes and enrichers, the open event scope. */
  public Ambient ambient() {
    return surroundings.here();
  }

  /**
   * What a call may cost, without making it or holding anything.
   *
   * @throws CallRefusedException if its tags or a missing profile are refused; then an event tells
   */
  public Estimate estimate(CallIntent intent) {
    return new Admission(this, intent, ambient()).estimate(null);
  }

  /**
   * What a call may cost, and what is likelier, without making it or holding anything.
   *
   * @param likelier the input that is likelier than the one in the intent, which is on the high
   *     side
   * @throws CallRefusedException if its tags or a missing profile are refused; then an event tells
   */
  public Estimate estimate(CallIntent intent, ExpectedInput likelier) {
    return new Admission(this, intent, ambient()).estimate(likelier);
  }

  /** Ends watched calls that have been silent for longer than the idle limit. */
  public void endStalled() {
    long now = settings.nanos().getAsLong();
    long limit = settings.idleLimit().toNanos();
    for (OpenCall call : watched) {
      if (now - call.touchedNanos() > limit) {
        stalled.increment();
        call.endAs(CallResult.STALLED);
      }
    }
  }

  /** Ends all watched calls with what is known of them; for closing. */
  public void endWatched() {
    for (OpenCall call : watched) {
      call.endAs(CallResult.ABANDONED);
    }
  }

  /** Faults of metering since the meter was made; each is in the log. */
  public long faults() {
    return faults.count();
  }

  /** Calls refused since the meter was made. */
  public long refusals() {
    return refusals.sum();
  }

  /** Streams ended because they fell silent. */
  public long stalled() {
    return stalled.sum();
  }

  /** Requests that may have cost money and went by unmetered; the log names their kinds. */
  public long unmeteredRequests() {
    return unmeteredRequests.sum();
  }

  /** Streams that are open now. */
  public int openStreams() {
    return watched.size();
  }

  MeterSettings settings() {
    return settings;
  }

  MeterFaults faultsOfMeter() {
    return faults;
  }

  LearnedOutput learned() {
    return learned;
  }

  long nanos() {
    return settings.nanos().getAsLong();
  }

  void watch(OpenCall call) {
    watched.add(call);
  }

  void unwatch(OpenCall call) {
    watched.remove(call);
  }

  /** What a watched call knows of itself; one that cannot tell must not keep others from ending. */
  Outcome known(Function<CallResult, Outcome> telling, CallResult result) {
    try {
      return requireNonNull(telling.apply(result), "what is known was told as null");
    } catch (RuntimeException | LinkageError e) {
      faults.add("A stream could not tell what is known of it; it is booked at an estimate", e);
      return Outcome.unmeasured(result, "what was received could not be told");
    }
  }

  private OpenCall unmetered(CallIntent intent, Ambient ambient, Throwable cause) {
    faults.add("A call could not be metered; it goes on without a hold", cause);
    return new OpenCall(
        this,
        intent,
        new Admitted(
            unreckoned(intent, ambient),
            0,
            null,
            null,
            Demand.costUnknown(settings.prices().currency(), 0, 0),
            null,
            StreamRule.EXTEND,
            null),
        ambient.events(),
        "metering failed before the call: " + cause.getClass().getSimpleName(),
        settings.clock().millis(),
        nanos());
  }

  private CallFacts unreckoned(CallIntent intent, Ambient ambient) {
    return new CallFacts(
        settings.ids().next(),
        intent.operation(),
        intent.model(),
        intent.model(),
        null,
        intent.tier(),
        ambient.tags().merge(intent.tags()),
        new HoldBasis(0, "not reckoned", 0, HoldBasis.OutputCap.ASSUMED, 1, true),
        List.of(),
        null,
        intent.origin().account(intent.model()));
  }

  Attempt newAttempt(OpenCall call, int number) {
    return new Attempt(call, number, settings.clock().millis(), nanos());
  }

  /** The attempt that stands for all, where none was seen: it began when the call was opened. */
  Attempt firstAttempt(OpenCall call, int number) {
    return new Attempt(call, number, call.openedMillis(), call.openedNanos());
  }

  /**
   * Holds once more for a further attempt.
   *
   * @throws CallRefusedException if no budget has room for it
   */
  void extend(OpenCall call, Hold hold) {
    Refusal refusal = endings.holdAgain(call, hold);
    if (refusal == null) {
      return;
    }
    if (!refuses()) {
      call.flag("would have been refused: " + refusal.describe());
      return;
    }
    refusals.increment();
    tell(
        new RefusedEvent(settings.ids().next(), call.facts(), settings.clock().millis(), refusal),
        call.scope());
    throw new CallRefusedException(refusal, call.facts());
  }

  RunningOutput runningOutput(OpenCall call, Hold hold) {
    return new RunningOutput(call, hold, settings.ledger(), refuses());
  }

  /** A stream goes on though more could not be held for it: what it takes is booked at its end. */
  void outputNotHeld(OpenCall call, Throwable cause) {
    call.flag("what the stream gave beyond its hold could not be held");
    faults.add("A hold could not be extended for the output of a stream", cause);
  }

  @Nullable CallEvent attemptEnded(OpenCall call, Attempt attempt, Outcome outcome) {
    return endings.attemptEnded(call, attempt, outcome);
  }

  void end(OpenCall call, Attempt running, Outcome outcome) {
    watched.remove(call);
    endings.end(call, running, outcome);
  }

  boolean refuses() {
    return !settings.observeOnly();
  }

  /** Refuses a call that was admitted and not sent. */
  CallRefusedException refuse(OpenCall call, Refusal refusal) {
    watched.remove(call);
    refusals.increment();
    endings.release(call);
    tell(
        new RefusedEvent(settings.ids().next(), call.facts(), call.openedMillis(), refusal),
        call.scope());
    return new CallRefusedException(refusal, call.facts());
  }

  void endedTwice(OpenCall call) {
    LOG.trace("Call {} ended again; the first ending counts", call.facts().operationId());
  }

  void tell(CostEvent event, @Nullable EventScope scope) {
    teller.tell(event, scope);
  }
}
