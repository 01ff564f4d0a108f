package io.costaware.call;

import io.costaware.budget.Coverage;
import io.costaware.budget.Shortfall;
import io.costaware.event.CallFacts;
import io.costaware.event.EventId;
import io.costaware.event.HoldBasis;
import io.costaware.event.Refusal;
import io.costaware.event.RefusedEvent;
import io.costaware.pricing.Estimate;
import io.costaware.pricing.ModelLimits;
import io.costaware.pricing.RateCard;
import io.costaware.tags.TagVerdict;
import io.costaware.tags.Tags;
import io.costaware.target.Aim;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way in. {@link #admit} is the order of all stages; whoever asks what happens to a
 * call before it is sent reads it top to bottom.
 *
 * <p>For use by one thread.
 */
final class Admission {
  private final CallMeter meter;
  private final MeterSettings settings;
  private final CallIntent intent;
  private final Ambient ambient;
  private final long atMillis;
  private final EventId operationId;
  private final Decisions decisions = new Decisions();
  private final CallAim aim;
  private Tags tags;

  Admission(CallMeter meter, CallIntent intent, Ambient ambient) {
    this.meter = meter;
    this.settings = meter.settings();
    this.intent = intent;
    this.ambient = ambient;
    this.atMillis = settings.clock().millis();
    EventId operation = ambient.operation();
    this.operationId = operation != null ? operation : settings.ids().next();
    this.tags = ambient.tags().merge(intent.tags());
    this.aim = new CallAim(intent);
  }

  /** Tags, models, policies, profiles, prices, budgets. Nothing is sent before this returns. */
  OpenCall admit() {
    checkTags();
    resolveModel();
    new PolicyRound(settings, meter.faultsOfMeter(), intent, tags, aim, decisions, this::refuse)
        .ask();
    chooseProfile();
    Coverage coverage = match();
    HoldReckoning reckoning = reckoning(coverage);
    reckoning.lookUpPrices();
    HoldRequest request =
        new HoldRequest(
            settings, meter.faultsOfMeter(), intent, coverage, reckoning, decisions, atMillis);
    Refusal unpriced = reckoning.unpriced();
    if (unpriced != null) {
      refuse(unpriced);
    }
    Shortfall shortfall = request.make();
    if (shortfall != null) {
      refuse(new Refusal.OfBudget(shortfall), request.basis());
      request.makeRegardless();
    }
    return new OpenCall(
        meter,
        intent,
        new Admitted(
            facts(request.basis()),
            Math.max(0, decisions.clampTokens()),
            decisions.clampedInsteadOf(),
            reckoning.card(),
            request.ceiling(),
            request.hold(),
            coverage.streams(),
            coverage.streamsBudget()),
        ambient.events(),
        null,
        request.atMillis(),
        settings.nanos().getAsLong());
  }

  /** What the call may cost, without holding anything. */
  Estimate estimate(@Nullable ExpectedInput likelier) {
    checkTags();
    resolveModel();
    chooseProfile();
    HoldReckoning reckoning = reckoning(match());
    long input = Expectation.likelier(reckoning.size(), likelier, aim.target());
    CallIntent.Size size = Expectation.worst(reckoning.size(), input);
    HoldBasis basis = reckoning.worst(size);
    Expectation expected =
        Expectation.of(size, basis, input, likelier, settings.expectedOutputTokens());
    Aim.Prepaid bought = aim.prepaid();
    if (bought != null) {
      return expected.prepaid(bought, settings.prices().currency());
    }
    RateCard card = reckoning.rates(intent.tier());
    return card != null
        ? expected.priced(card)
        : expected.unpriced(
            aim.target(), intent.tier(), settings.prices().currency(), aim.unpriceable());
  }

  private Coverage match() {
    return settings.ledger().match(tags, aim.target(), intent.operation());
  }

  private HoldReckoning reckoning(Coverage coverage) {
    return new HoldReckoning(
        settings, meter.learned(), intent, tags, aim, coverage, decisions, atMillis);
  }

  private void checkTags() {
    TagVerdict verdict = settings.tagRules().check(tags);
    if (verdict instanceof TagVerdict.Accepted accepted) {
      tags = accepted.tags();
    } else {
      refuse(new Refusal.OfTags(((TagVerdict.Violations) verdict).violations()));
    }
  }

  private void resolveModel() {
    Refusal refusal = aim.resolve(settings.models());
    if (refusal != null) {
      refuse(refusal);
    }
  }

  private void chooseProfile() {
    String missing = aim.chooseProfile(tags);
    if (missing == null) {
      return;
    }
    if (intent.origin().profileRequired()) {
      refuse(new Refusal.OfProfile(missing));
    } else {
      decisions.add("sent without an inference profile: " + missing);
    }
  }

  /** Refuses before anything of a hold is reckoned. */
  private void refuse(Refusal refusal) {
    CallIntent.Size size = intent.size();
    OutputBound own = OutputBound.of(size.maxOutputTokens(), decisions.clampTokens());
    refuse(refusal, Ceiling.basis(size, own != null ? own : OutputBound.of(ModelLimits.UNKNOWN)));
  }

  /** Tells and throws; where nothing is refused, keeps the first reason for the event. */
  private void refuse(Refusal refusal, HoldBasis basis) {
    if (settings.observeOnly()) {
      decisions.letPass(refusal);
      return;
    }
    CallFacts facts = facts(basis);
    meter.tell(new RefusedEvent(settings.ids().next(), facts, atMillis, refusal), ambient.events());
    throw new CallRefusedException(refusal, facts);
  }

  private CallFacts facts(HoldBasis basis) {
    Aim.Prepaid bought = aim.prepaid();
    return new CallFacts(
        operationId,
        intent.operation(),
        intent.model(),
        aim.sentModel(),
        aim.target(),
        bought != null ? bought.tier() : intent.tier(),
        tags,
        basis,
        decisions.words(),
        decisions.unrefused(),
        aim.account());
  }
}
