package io.costaware.call;

import io.costaware.budget.BudgetLedger;
import io.costaware.budget.Demand;
import io.costaware.budget.Hold;
import io.costaware.budget.HoldAnswer;
import io.costaware.budget.Settlement;
import io.costaware.budget.Shortfall;
import io.costaware.event.CallEvent;
import io.costaware.event.CallResult;
import io.costaware.event.HoldBasis;
import io.costaware.event.Outcome;
import io.costaware.event.Refusal;
import io.costaware.usage.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends attempts and calls: prices them, books what they took, tells about them and learns from
 * their answers. A fault here breaks no call, and every hold ends.
 *
 * <p>Safe for use by many threads.
 */
final class CallEndings {
  private final Pricing pricing;
  private final BudgetLedger ledger;
  private final LearnedOutput learned;
  private final EventTeller teller;
  private final MeterFaults faults;

  CallEndings(
      MeterSettings settings, LearnedOutput learned, EventTeller teller, MeterFaults faults) {
    this.pricing = new Pricing(settings);
    this.ledger = settings.ledger();
    this.learned = learned;
    this.teller = teller;
    this.faults = faults;
  }

  /**
   * Holds once more what the call may take, beside what its earlier attempts took.
   *
   * @return why there is no room; null if it is held, or could not be asked for
   */
  Refusal.@Nullable OfBudget holdAgain(OpenCall call, Hold hold) {
    HoldAnswer answer;
    try {
      answer = ledger.extend(hold, call.ceiling());
    } catch (RuntimeException e) {
      faults.add("A hold could not be extended for a further attempt", e);
      return null;
    }
    if (answer instanceof HoldAnswer.Granted granted) {
      for (Shortfall unenforced : granted.unenforced()) {
        call.flag("a budget that only warns let an attempt pass: " + unenforced.describe());
      }
      return null;
    }
    return new Refusal.OfBudget(((HoldAnswer.Refused) answer).shortfall());
  }

  @Nullable CallEvent attemptEnded(OpenCall call, Attempt attempt, Outcome outcome) {
    try {
      CallEvent event = pricing.event(call, attempt, outcome, List.of());
      book(call, event);
      learn(event);
      return told(call, event);
    } catch (RuntimeException | LinkageError e) {
      faults.add("An attempt could not be priced", e);
      if (call.booked() == null) {
        call.book(call.ceiling());
      }
      return tellUnpriced(call, attempt, outcome, e);
    }
  }

  private CallEvent told(OpenCall call, CallEvent event) {
    teller.tell(event, call.scope());
    call.told(event);
    return event;
  }

  /** An attempt is told about even if its metering failed; its cost is then not known. */
  private @Nullable CallEvent tellUnpriced(
      OpenCall call, Attempt attempt, Outcome outcome, Throwable cause) {
    try {
      return told(call, pricing.unpriced(call, attempt, outcome, cause));
    } catch (RuntimeException | LinkageError e) {
      faults.add("An attempt could not be told about", e);
      return null;
    }
  }

  private static void book(OpenCall call, CallEvent event) {
    Demand booked = event.booked();
    if (booked.requests() > 0 || booked.tokens() > 0) {
      call.book(booked);
    }
  }

  /**
   * Learns from an answer that nothing cut but its own end. One that a budget stopped counts with
   * what had come: left out, the longest answers would never be learned.
   */
  private void learn(CallEvent event) {
    HoldBasis basis = event.call().basis();
    Outcome outcome = event.outcome();
    boolean uncapped =
        switch (basis.outputCap()) {
          case NO_OUTPUT, REQUEST, CLAMP -> false;
          case BUDGET, LEARNED, PRIOR, MODEL, ASSUMED -> true;
        };
    boolean whole =
        outcome.knowledge() == Outcome.Knowledge.WHOLE && outcome.result() == CallResult.SUCCEEDED;
    if (uncapped && (whole || outcome.result() == CallResult.STOPPED)) {
      Usage usage = outcome.usage();
      long output = usage.totalTokens() - usage.promptTokens();
      learned.add(
          LearnedOutput.model(event.call().target(), event.call().sentModel()),
          event.call().tags(),
          (output + basis.candidates() - 1) / basis.candidates());
    }
  }

  /** Ends a call and the attempt that is still running. */
  void end(OpenCall call, Attempt running, Outcome outcome) {
    boolean untold = running.endQuietly();
    try {
      CallEvent event = null;
      if (untold) {
        event = pricing.event(call, running, outcome, List.of());
        book(call, event);
        learn(event);
      }
      Settlement settlement = settle(call);
      if (event != null) {
        told(
            call,
            settlement == Settlement.AFTER_EXPIRY
                ? pricing.event(
                    call, running, outcome, List.of("the hold had expired before the call ended"))
                : event);
      }
    } catch (RuntimeException | LinkageError e) {
      faults.add("A call could not be settled", e);
      settleAtCeiling(call);
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
    return booked == null ? ledger.release(hold) : ledger.settle(hold, booked);
  }

  /** The hold must end even if pricing failed: then at the ceiling, never at nothing. */
  private void settleAtCeiling(OpenCall call) {
    Hold hold = call.hold();
    if (hold != null) {
      try {
        ledger.settle(hold, call.ceiling());
      } catch (RuntimeException e) {
        faults.add("A hold could not be ended; it stays until it expires", e);
      }
    }
  }

  /** Gives back what a call holds that was admitted and is not sent. */
  void release(OpenCall call) {
    Hold hold = call.hold();
    if (hold != null) {
      try {
        ledger.release(hold);
      } catch (RuntimeException e) {
        faults.add(
            "The hold of a refused call could not be released; it stays until it expires", e);
      }
    }
  }
}
