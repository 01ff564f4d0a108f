package io.costaware.call;

import static java.util.Objects.requireNonNull;

import io.costaware.admission.AdmissionPolicy;
import io.costaware.admission.AdmissionRequest;
import io.costaware.admission.Verdict;
import io.costaware.budget.Demand;
import io.costaware.budget.Hold;
import io.costaware.budget.HoldAnswer;
import io.costaware.budget.Settlement;
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
import io.costaware.tags.TagEnricher;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
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
  private final Pricing pricing;
  private final Set<OpenCall> watched = ConcurrentHashMap.newKeySet();
  private final LongAdder faults = new LongAdder();
  private final LongAdder refusals = new LongAdder();
  private final LongAdder stalled = new LongAdder();
  private final LongAdder unmeteredRequests = new LongAdder();

  /** A meter. */
  public CallMeter(MeterSettings settings) {
    this.settings = requireNonNull(settings, "settings");
    this.pricing = new Pricing(settings);
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
    Tags tags = TagScope.current();
    List<TagEnricher> enrichers = settings.enrichers();
    if (!enrichers.isEmpty()) {
      Tags enriched = Tags.none();
      for (TagEnricher enricher : enrichers) {
        enriched = enriched.merge(tagsOf(enricher));
      }
      tags = enriched.merge(tags);
    }
    return new Ambient(tags, EventScope.current());
  }

  private Tags tagsOf(TagEnricher enricher) {
    try {
      return requireNonNull(enricher.tags(), "a tag enricher answered null");
    } catch (RuntimeException | LinkageError e) {
      fault("A tag enricher failed; its tags are left out", e);
      return Tags.none();
    }
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
    return faults.sum();
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
      fault("A stream could not tell what is known of it; it is booked at an estimate", e);
      return Outcome.unmeasured(result, "what was received could not be told");
    }
  }

  Verdict ask(AdmissionPolicy policy, AdmissionRequest request) {
    try {
      return requireNonNull(policy.admit(request), "an admission policy answered null");
    } catch (RuntimeException | LinkageError e) {
      fault("An admission policy failed; it is taken to allow the call", e);
      return Verdict.allow();
    }
  }

  private OpenCall unmetered(CallIntent intent, Ambient ambient, Throwable cause) {
    fault("A call could not be metered; it goes on without a hold", cause);
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
            StreamRule.EXTEND),
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

  /** Holds once more what the call may take, beside what its earlier attempts took. */
  void extend(OpenCall call, Hold hold) {
    HoldAnswer answer;
    try {
      answer = settings.ledger().extend(hold, call.ceiling());
    } catch (RuntimeException e) {
      fault("A hold could not be extended for a further attempt", e);
      return;
    }
    if (answer instanceof HoldAnswer.Refused refused) {
      Refusal refusal = new Refusal.OfBudget(refused.shortfall());
      if (settings.observeOnly()) {
        call.flag("would have been refused: " + refusal.describe());
        return;
      }
      refusals.increment();
      tell(
          new RefusedEvent(settings.ids().next(), call.facts(), settings.clock().millis(), refusal),
          call.scope());
      throw new CallRefusedException(refusal, call.facts());
    }
  }

  RunningOutput runningOutput(OpenCall call, Hold hold) {
    return new RunningOutput(call, hold, settings.ledger(), refuses());
  }

  /** A stream goes on though more could not be held for it: what it takes is booked at its end. */
  void outputNotHeld(OpenCall call, Throwable cause) {
    call.flag("what the stream gave beyond its hold could not be held");
    fault("A hold could not be extended for the output of a stream", cause);
  }

  @Nullable CallEvent attemptEnded(OpenCall call, Attempt attempt, Outcome outcome) {
    try {
      CallEvent event = pricing.event(call, attempt, outcome, List.of());
      book(call, event);
      tell(event, call.scope());
      call.told(event);
      return event;
    } catch (RuntimeException | LinkageError e) {
      fault("An attempt could not be priced", e);
      if (call.booked() == null) {
        call.book(call.ceiling());
      }
      return tellUnpriced(call, attempt, outcome, e);
    }
  }

  /** An attempt is told about even if its metering failed; its cost is then not known. */
  private @Nullable CallEvent tellUnpriced(
      OpenCall call, Attempt attempt, Outcome outcome, Throwable cause) {
    try {
      CallEvent event = pricing.unpriced(call, attempt, outcome, cause);
      tell(event, call.scope());
      call.told(event);
      return event;
    } catch (RuntimeException | LinkageError e) {
      fault("An attempt could not be told about", e);
      return null;
    }
  }

  private static void book(OpenCall call, CallEvent event) {
    Demand booked = event.booked();
    if (booked.requests() > 0 || booked.tokens() > 0) {
      call.book(booked);
    }
  }

  void end(OpenCall call, Attempt running, Outcome outcome) {
    watched.remove(call);
    boolean untold = running.endQuietly();
    try {
      CallEvent event = null;
      if (untold) {
        event = pricing.event(call, running, outcome, List.of());
        book(call, event);
      }
      Settlement settlement = settle(call);
      if (event != null) {
        CallEvent told =
            settlement == Settlement.AFTER_EXPIRY
                ? pricing.event(
                    call, running, outcome, List.of("the hold had expired before the call ended"))
                : event;
        tell(told, call.scope());
        call.told(told);
      }
    } catch (RuntimeException | LinkageError e) {
      fault("A call could not be settled", e);
      release(call);
      if (untold) {
        tellUnpriced(call, running, outcome, e);
      }
    }
  }

  private Settlement settle(OpenCall call) {
    Hold hold = call.hold();
    if (hold == null) {
      return Settlement.ENDED;
    }
    Demand booked = call.booked();
    return booked == null
        ? settings.ledger().release(hold)
        : settings.ledger().settle(hold, booked);
  }

  /** The hold must end even if pricing failed: then at the ceiling, never at nothing. */
  private void release(OpenCall call) {
    Hold hold = call.hold();
    if (hold != null) {
      try {
        settings.ledger().settle(hold, call.ceiling());
      } catch (RuntimeException e) {
        fault("A hold could not be ended; it stays until it expires", e);
      }
    }
  }

  boolean refuses() {
    return !settings.observeOnly();
  }

  /** Refuses a call that was admitted and not sent. */
  CallRefusedException refuse(OpenCall call, Refusal refusal) {
    watched.remove(call);
    refusals.increment();
    Hold hold = call.hold();
    if (hold != null) {
      try {
        settings.ledger().release(hold);
      } catch (RuntimeException e) {
        fault("The hold of a refused call could not be released; it stays until it expires", e);
      }
    }
    tell(
        new RefusedEvent(settings.ids().next(), call.facts(), call.openedMillis(), refusal),
        call.scope());
    return new CallRefusedException(refusal, call.facts());
  }

  void endedTwice(OpenCall call) {
    LOG.trace("Call {} ended again; the first ending counts", call.facts().operationId());
  }

  void tell(CostEvent event, @Nullable EventScope scope) {
    try {
      settings.sink().accept(event);
    } catch (RuntimeException | LinkageError e) {
      fault("A sink failed", e);
    }
    if (scope != null) {
      scope.add(event);
    }
  }

  /** The message stays out: that of plugged-in code may quote a header or a password. */
  private void fault(String what, Throwable cause) {
    faults.increment();
    StackTraceElement[] trace = cause.getStackTrace();
    LOG.warn(
        "{}: {} at {}; the stack trace is logged at DEBUG, and calls go on.",
        what,
        cause.getClass().getName(),
        trace.length == 0 ? "an unknown place" : trace[0]);
    LOG.debug("{}", what, cause);
  }
}
