package io.costaware.call;

import io.costaware.admission.AdmissionPolicy;
import io.costaware.admission.AdmissionRequest;
import io.costaware.admission.Verdict;
import io.costaware.budget.Coverage;
import io.costaware.budget.Demand;
import io.costaware.budget.Hold;
import io.costaware.budget.HoldAnswer;
import io.costaware.budget.NearLimit;
import io.costaware.budget.OutputExpectation;
import io.costaware.budget.StreamRule;
import io.costaware.event.CallFacts;
import io.costaware.event.EventId;
import io.costaware.event.HoldBasis;
import io.costaware.event.Refusal;
import io.costaware.event.RefusedEvent;
import io.costaware.pricing.Estimate;
import io.costaware.pricing.ModelLimits;
import io.costaware.pricing.PriceKey;
import io.costaware.pricing.RateCard;
import io.costaware.pricing.Receipt;
import io.costaware.pricing.UnknownPricePolicy;
import io.costaware.profiles.Profile;
import io.costaware.profiles.ProfileRegistry;
import io.costaware.profiles.Resolution;
import io.costaware.tags.TagVerdict;
import io.costaware.tags.Tags;
import io.costaware.target.Aim;
import io.costaware.target.ModelId;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way in. {@link #admit} is the order of all stages; whoever asks what happens to a
 * call before it is sent reads it top to bottom.
 */
final class Admission {
  private final CallMeter meter;
  private final MeterSettings settings;
  private final CallIntent intent;
  private final Ambient ambient;
  private final long atMillis;
  private final EventId operationId;

  private Tags tags;
  private ModelId model;
  private String sentModel;
  private @Nullable Target target;
  private String unpriceable = "";
  private Aim.@Nullable Prepaid prepaid;
  private List<String> decisions = List.of();
  private @Nullable Refusal unrefused;
  private long clampTokens = CallIntent.Size.UNCAPPED;
  private @Nullable RateCard card;

  Admission(CallMeter meter, CallIntent intent, Ambient ambient) {
    this.meter = meter;
    this.settings = meter.settings();
    this.intent = intent;
    this.ambient = ambient;
    this.atMillis = settings.clock().millis();
    EventId operation = ambient.operation();
    this.operationId = operation != null ? operation : settings.ids().next();
    this.tags = ambient.tags().merge(intent.tags());
    this.model = new ModelId(intent.origin().provider(), intent.model());
    this.sentModel = intent.model();
  }

  /** Tags, models, policies, profiles, prices, budgets. Nothing is sent before this returns. */
  OpenCall admit() {
    checkTags();
    resolveModel(named());
    askPolicies();
    chooseProfile();
    Coverage coverage = settings.ledger().match(tags, target, intent.operation());
    HoldBasis basis = Ceiling.basis(size(), clampTokens, coverage, limits());
    Demand ceiling = priceCeiling(basis, coverage);
    Hold hold = hold(coverage, ceiling, basis);
    return new OpenCall(
        meter,
        intent,
        new Admitted(
            facts(basis), Math.max(0, clampTokens), null, card, ceiling, hold, coverage.streams()),
        ambient.events(),
        null,
        atMillis,
        settings.nanos().getAsLong());
  }

  /** What the call may cost, without holding anything. */
  Estimate estimate(@Nullable ExpectedInput likelier) {
    checkTags();
    resolveModel(named());
    chooseProfile();
    Coverage coverage = settings.ledger().match(tags, target, intent.operation());
    long input = Expectation.likelier(size(), likelier, target);
    CallIntent.Size size = Expectation.worst(size(), input);
    HoldBasis basis = Ceiling.basis(size, clampTokens, coverage, limits());
    Expectation expected =
        Expectation.of(size, basis, input, likelier, settings.expectedOutputTokens());
    Aim.Prepaid bought = prepaid;
    if (bought != null) {
      return expected.prepaid(bought, settings.prices().currency());
    }
    RateCard card = rates(target, intent.tier());
    return card != null
        ? expected.priced(card)
        : expected.unpriced(target, intent.tier(), settings.prices().currency(), unpriceable);
  }

  /** The request's size, as the model's family may count it. */
  private CallIntent.Size size() {
    Target aimed = target;
    return aimed == null ? intent.size() : Ceiling.size(intent.size(), aimed.model());
  }

  private void checkTags() {
    TagVerdict verdict = settings.tagRules().check(tags);
    if (verdict instanceof TagVerdict.Accepted accepted) {
      tags = accepted.tags();
    } else {
      refuse(new Refusal.OfTags(((TagVerdict.Violations) verdict).violations()));
    }
  }

  /** The model behind the name; an alias of another provider's model is refused. */
  private ModelId named() {
    try {
      return settings.models().resolve(model.provider(), intent.model());
    } catch (IllegalArgumentException e) {
      refuse(new Refusal.OfModel(String.valueOf(e.getMessage())));
      return model;
    }
  }

  private void resolveModel(ModelId resolved) {
    model = resolved;
    sentModel = resolved.id();
    Aim aim = intent.origin().aim(resolved);
    prepaid = aim instanceof Aim.Prepaid bought ? bought : null;
    if (aim instanceof Aim.Priceable priceable) {
      target = priceable.target();
      unpriceable = "";
    } else if (aim instanceof Aim.Profile profile) {
      targetBehind(profile.arn());
    } else {
      target = null;
      unpriceable = aim instanceof Aim.Unpriceable nothing ? nothing.reason() : "";
    }
  }

  private void targetBehind(String arn) {
    ProfileRegistry profiles = intent.origin().profiles();
    Profile profile = profiles == null ? null : profiles.find(arn);
    target = profile == null ? null : targetOf(profile);
    unpriceable =
        profile != null
            ? ""
            : "the models behind "
                + arn
                + " are not known; "
                + (profiles == null
                    ? "switch on profile look-up for this client"
                    : "check that the profile exists in this account and Region");
  }

  private Target targetOf(Profile profile) {
    return new Target(
        intent.origin().provider(), profile.model(), profile.scope(), intent.origin().region());
  }

  private void askPolicies() {
    if (settings.policies().isEmpty()) {
      return;
    }
    Verdict.Substitute substitute = askAll();
    if (substitute != null) {
      decide(
          "model "
              + model.id()
              + " replaced by "
              + substitute.model().id()
              + ": "
              + substitute.reason());
      resolveModel(substitute.model());
      Verdict.Substitute second = askAll();
      if (second != null) {
        refuse(
            new Refusal.OfPolicy(
                "a second substitution, by "
                    + second.model().id()
                    + ", is not made; let one policy choose the model"));
      }
    }
  }

  /** Asks each policy; stops at a substitution, which starts admission anew. */
  private Verdict.@Nullable Substitute askAll() {
    AdmissionRequest request =
        new AdmissionRequest(
            intent.operation(),
            model,
            target,
            tags,
            intent.size().inputTokens(),
            Math.max(0, intent.size().maxOutputTokens()));
    for (AdmissionPolicy policy : settings.policies()) {
      Verdict verdict = meter.ask(policy, request);
      if (verdict instanceof Verdict.Refuse refused) {
        refuse(new Refusal.OfPolicy(refused.reason()));
      } else if (settings.observeOnly()) {
        decideNothing(verdict);
      } else if (verdict instanceof Verdict.Clamp clamp) {
        clamp(clamp);
      } else if (verdict instanceof Verdict.Substitute substitute) {
        if (substitute.model().provider() == model.provider()) {
          return substitute;
        }
        decide("a policy's substitute " + substitute.model() + " is of another provider; ignored");
      }
    }
    return null;
  }

  /** Observing changes no call; the event says what a policy would have done. */
  private void decideNothing(Verdict verdict) {
    if (verdict instanceof Verdict.Clamp clamp) {
      decide(
          "would have clamped the output to "
              + clamp.maxOutputTokens()
              + " tokens: "
              + clamp.reason());
    } else if (verdict instanceof Verdict.Substitute substitute) {
      decide(
          "would have replaced the model by "
              + substitute.model().id()
              + ": "
              + substitute.reason());
    }
  }

  private void clamp(Verdict.Clamp clamp) {
    if (clampTokens < 0 || clamp.maxOutputTokens() < clampTokens) {
      clampTokens = clamp.maxOutputTokens();
      decide("output clamped to " + clamp.maxOutputTokens() + " tokens: " + clamp.reason());
    }
  }

  private void decide(String decision) {
    List<String> more = new ArrayList<>(decisions);
    more.add(decision);
    decisions = List.copyOf(more);
  }

  private void chooseProfile() {
    ProfileRegistry profiles = intent.origin().profiles();
    Target aimed = target;
    if (profiles == null || aimed == null || !sentModel.equals(model.id()) || isProfile()) {
      return;
    }
    Resolution resolution = profiles.resolve(profiles.key(aimed.model(), aimed.scope(), tags));
    if (resolution instanceof Resolution.Found found) {
      sentModel = found.profile().arn();
      target = targetOf(found.profile());
      return;
    }
    String reason =
        resolution instanceof Resolution.Ambiguous ambiguous
            ? ambiguous.reason()
            : ((Resolution.Absent) resolution).reason();
    if (intent.origin().profileRequired()) {
      refuse(new Refusal.OfProfile(reason));
    } else {
      decide("sent without an inference profile: " + reason);
    }
  }

  private boolean isProfile() {
    return intent.origin().aim(model) instanceof Aim.Profile;
  }

  private ModelLimits limits() {
    Target aimed = target;
    return aimed == null
        ? ModelLimits.UNKNOWN
        : settings.prices().limits(aimed.provider(), aimed.model());
  }

  private @Nullable RateCard rates(@Nullable Target aimed, ServiceTier tier) {
    RateCard rates = aimed == null ? null : settings.prices().rates(key(aimed, tier), atMillis);
    if (rates != null && !rates.isEmpty()) {
      return rates;
    }
    if (settings.unknownPrices() instanceof UnknownPricePolicy.Assume assume) {
      decide(
          "price assumed to be that of "
              + assume.like()
              + (unpriceable.isEmpty() ? "" : ", because " + unpriceable));
      return settings.prices().rates(key(assume.like(), tier), atMillis);
    }
    return rates;
  }

  private PriceKey key(Target aimed, ServiceTier tier) {
    return new PriceKey(aimed, tier, intent.attributes(), intent.origin().account(sentModel), tags);
  }

  private Demand priceCeiling(HoldBasis basis, Coverage coverage) {
    if (intent.operation().isFree()) {
      return Demand.ofPicos(0, settings.prices().currency(), 0, 0);
    }
    if (prepaid != null) {
      return Demand.ofPicos(0, settings.prices().currency(), basis.allTokens(), 1);
    }
    RateCard rates = rates(target, Ceiling.tier(intent.tier()));
    card = rates;
    Receipt worst = rates == null ? null : Ceiling.price(intent.size(), basis, rates);
    if (worst != null
        && (worst.outcome() == Receipt.Outcome.PRICED || worst.outcome() == Receipt.Outcome.ZERO)) {
      return Ceiling.demand(basis, worst);
    }
    boolean refuses =
        settings.unknownPrices() instanceof UnknownPricePolicy.Refuse
            || (settings.unknownPrices() instanceof UnknownPricePolicy.RefuseUnderBudget
                && coverage.limitsMoney());
    if (refuses) {
      refuse(new Refusal.OfPrice(unpricedReason(worst)));
    }
    return worst != null
        ? Ceiling.demand(basis, worst)
        : Demand.costUnknown(settings.prices().currency(), basis.allTokens(), 1);
  }

  private String unpricedReason(@Nullable Receipt worst) {
    String why =
        worst == null || !unpriceable.isEmpty() ? unpriceable : String.join("; ", worst.warnings());
    return why + ". Add the price to a sheet, or choose another policy for unknown prices.";
  }

  private @Nullable Hold hold(Coverage coverage, Demand ceiling, HoldBasis basis) {
    if (coverage.isEmpty() || intent.operation().isFree()) {
      return null;
    }
    HoldAnswer answer = settings.ledger().hold(coverage, ceiling, atMillis);
    if (answer instanceof HoldAnswer.Granted granted) {
      return granted.hold();
    }
    refuse(new Refusal.OfBudget(((HoldAnswer.Refused) answer).shortfall()), basis);
    return settings.ledger().holdRegardless(coverage, ceiling, atMillis);
  }

  private void refuse(Refusal refusal) {
    refuse(
        refusal,
        Ceiling.basis(intent.size(), clampTokens, NothingCovered.INSTANCE, ModelLimits.UNKNOWN));
  }

  /** Tells and throws; where nothing is refused, keeps the first reason for the event. */
  private void refuse(Refusal refusal, HoldBasis basis) {
    if (settings.observeOnly()) {
      unrefused = unrefused == null ? refusal : unrefused;
      return;
    }
    CallFacts facts = facts(basis);
    meter.tell(new RefusedEvent(settings.ids().next(), facts, atMillis, refusal), ambient.events());
    throw new CallRefusedException(refusal, facts);
  }

  private CallFacts facts(HoldBasis basis) {
    return new CallFacts(
        operationId,
        intent.operation(),
        intent.model(),
        sentModel,
        target,
        prepaid != null ? prepaid.tier() : intent.tier(),
        tags,
        basis,
        decisions,
        unrefused,
        intent.origin().account(sentModel));
  }

  /** Coverage of a call that no budget was asked about. */
  private enum NothingCovered implements Coverage {
    INSTANCE;

    @Override
    public boolean isEmpty() {
      return true;
    }

    @Override
    public boolean limitsMoney() {
      return false;
    }

    @Override
    public OutputExpectation output() {
      return OutputExpectation.NONE;
    }

    @Override
    public NearLimit nearLimit() {
      return NearLimit.REFUSE;
    }

    @Override
    public StreamRule streams() {
      return StreamRule.EXTEND;
    }
  }
}
