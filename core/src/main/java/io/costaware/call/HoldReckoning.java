package io.costaware.call;

import io.costaware.budget.Coverage;
import io.costaware.budget.Demand;
import io.costaware.budget.OutputExpectation;
import io.costaware.event.HoldBasis;
import io.costaware.event.Refusal;
import io.costaware.pricing.ModelLimits;
import io.costaware.pricing.PriceKey;
import io.costaware.pricing.RateCard;
import io.costaware.pricing.Receipt;
import io.costaware.pricing.UnknownPricePolicy;
import io.costaware.tags.Tags;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import org.jspecify.annotations.Nullable;

/**
 * Reckons what a call on its way in must hold, for any input and any clamp of its output.
 *
 * <p>For use by one thread.
 */
final class HoldReckoning {
  private final MeterSettings settings;
  private final LearnedOutput learned;
  private final CallIntent intent;
  private final Tags tags;
  private final CallAim aim;
  private final Coverage coverage;
  private final Decisions decisions;
  private final long atMillis;
  private @Nullable RateCard card;
  private @Nullable Receipt worst;

  HoldReckoning(
      MeterSettings settings,
      LearnedOutput learned,
      CallIntent intent,
      Tags tags,
      CallAim aim,
      Coverage coverage,
      Decisions decisions,
      long atMillis) {
    this.settings = settings;
    this.learned = learned;
    this.intent = intent;
    this.tags = tags;
    this.aim = aim;
    this.coverage = coverage;
    this.decisions = decisions;
    this.atMillis = atMillis;
  }

  /** The request's size, as the model's family may count it. */
  CallIntent.Size size() {
    Target aimed = aim.target();
    return aimed == null ? intent.size() : Ceiling.size(intent.size(), aimed.model());
  }

  /** What a hold is reckoned from. */
  HoldBasis basis(CallIntent.Size size, long clampTokens) {
    OutputBound bound = OutputBound.of(size.maxOutputTokens(), clampTokens);
    return Ceiling.basis(size, bound != null ? bound : expected(coverage.output()));
  }

  /** What the call may take at most: what is learned of others bounds no call. */
  HoldBasis worst(CallIntent.Size size) {
    OutputExpectation all = coverage.output();
    OutputBound bound = OutputBound.of(size.maxOutputTokens(), decisions.clampTokens());
    return Ceiling.basis(
        size,
        bound != null
            ? bound
            : expected(new OutputExpectation(all.modelMaximum(), all.fixedTokens(), 0)));
  }

  private OutputBound expected(OutputExpectation expectation) {
    return OutputBound.of(
        expectation,
        limits(),
        percent ->
            learned.within(LearnedOutput.model(aim.target(), aim.sentModel()), tags, percent));
  }

  private ModelLimits limits() {
    Target aimed = aim.target();
    return aimed == null
        ? ModelLimits.UNKNOWN
        : settings.prices().limits(aimed.provider(), aimed.model());
  }

  /** The prices of a tier, or those that are assumed where there are none; null if none either. */
  @Nullable RateCard rates(ServiceTier tier) {
    Target aimed = aim.target();
    RateCard rates = aimed == null ? null : settings.prices().rates(key(aimed, tier), atMillis);
    if (rates != null && !rates.isEmpty()) {
      return rates;
    }
    if (settings.unknownPrices() instanceof UnknownPricePolicy.Assume assume) {
      decisions.add(
          "price assumed to be that of "
              + assume.like()
              + (aim.unpriceable().isEmpty() ? "" : ", because " + aim.unpriceable()));
      return settings.prices().rates(key(assume.like(), tier), atMillis);
    }
    return rates;
  }

  private PriceKey key(Target aimed, ServiceTier tier) {
    return new PriceKey(aimed, tier, intent.attributes(), aim.account(), tags);
  }

  /** Looks up the prices of the hold. */
  void lookUpPrices() {
    if (!intent.operation().isFree() && aim.prepaid() == null) {
      card = rates(Ceiling.tier(intent.tier()));
    }
  }

  /** The prices of the hold; null if there are none or none are needed. */
  @Nullable RateCard card() {
    return card;
  }

  /** What must be held for this input and output. */
  Demand demand(HoldBasis basis) {
    if (intent.operation().isFree()) {
      return Demand.ofPicos(0, settings.prices().currency(), 0, 0);
    }
    if (aim.prepaid() != null) {
      return Demand.ofPicos(0, settings.prices().currency(), basis.allTokens(), 1);
    }
    RateCard rates = card;
    worst = rates == null ? null : Ceiling.price(intent.size(), basis, rates);
    return worst == null
        ? Demand.costUnknown(settings.prices().currency(), basis.allTokens(), 1)
        : Ceiling.demand(basis, worst);
  }

  /** The refusal of what was reckoned last because its price is not known; null if it is not. */
  @Nullable Refusal unpriced() {
    if (intent.operation().isFree() || aim.prepaid() != null || isPriced()) {
      return null;
    }
    boolean refuses =
        settings.unknownPrices() instanceof UnknownPricePolicy.Refuse
            || (settings.unknownPrices() instanceof UnknownPricePolicy.RefuseUnderBudget
                && coverage.limitsMoney());
    return refuses ? new Refusal.OfPrice(reason()) : null;
  }

  private boolean isPriced() {
    Receipt receipt = worst;
    return receipt != null
        && (receipt.outcome() == Receipt.Outcome.PRICED
            || receipt.outcome() == Receipt.Outcome.ZERO);
  }

  private String reason() {
    Receipt receipt = worst;
    String why =
        receipt == null || !aim.unpriceable().isEmpty()
            ? aim.unpriceable()
            : String.join("; ", receipt.warnings());
    return why + ". Add the price to a sheet, or choose another policy for unknown prices.";
  }
}
