package io.costaware.call;

import io.costaware.budget.Demand;
import io.costaware.event.HoldBasis;
import io.costaware.money.Money;
import io.costaware.pricing.RateCard;
import io.costaware.pricing.Receipt;
import io.costaware.target.ServiceTier;
import io.costaware.usage.TokenFamily;
import io.costaware.usage.Usage;
import java.util.Currency;

/** The most that a call is reckoned to take. */
final class Ceiling {
  private Ceiling() {}

  /** The size with the input that the tokenizer of the model may make of it at most. */
  static CallIntent.Size size(CallIntent.Size size, String model) {
    int percent = TokenFamily.of(model).ceilingPercent();
    if (percent == 100 || size.isCounted()) {
      return size;
    }
    long whole = Math.multiplyExact(size.inputTokens(), (long) percent);
    return size.withInput((whole + 99) / 100, size.inputBasis());
  }

  /** The input and output that a hold must cover. */
  static HoldBasis basis(CallIntent.Size size, OutputBound output) {
    return new HoldBasis(
        size.inputTokens(),
        size.inputBasis(),
        output.tokens(),
        output.cap(),
        size.candidates(),
        size.openEnded(),
        output.percent(),
        output.answers());
  }

  /**
   * The tier whose prices a hold is reckoned by: what exceeds a reservation is served and billed at
   * the standard price, so that the standard price is the most that a reserved call may cost.
   */
  static ServiceTier tier(ServiceTier asked) {
    boolean reserved = asked.isPrepaid() && asked.id().startsWith(ServiceTier.RESERVED.id());
    return reserved ? ServiceTier.STANDARD : asked;
  }

  /**
   * The worst case by these prices: every token on the dearest meter that it may fall on, and what
   * the request itself fixes beside them.
   */
  static Receipt price(CallIntent.Size size, HoldBasis basis, RateCard card) {
    return price(size, basis.inputTokens(), basis.allOutputTokens(), card);
  }

  /** The same for an output of so many tokens in all. */
  static Receipt price(CallIntent.Size size, long prompt, long output, RateCard card) {
    return card.price(
        Usage.of(
                card.dearest(prompt, size.inputMeters()),
                prompt,
                card.dearest(prompt, size.outputMeters()),
                output)
            .plus(size.fees()));
  }

  /**
   * What further output of an admitted call asks: tokens and their price beside the prompt that it
   * has, and no request.
   *
   * @param held output tokens that are held already
   * @param more output tokens that come on top
   */
  static Demand outputDemand(CallIntent.Size size, Admitted call, long held, long more) {
    Currency currency = call.ceiling().currency();
    if (!call.ceiling().costKnown()) {
      return Demand.costUnknown(currency, more, 0);
    }
    RateCard card = call.card();
    if (card == null) {
      return Demand.ofPicos(0, currency, more, 0);
    }
    // The difference of two worst cases: the card knows bands, modalities and prices of any
    // fineness.
    long prompt = call.facts().basis().inputTokens();
    Money without = price(size, prompt, held, card).knownTotal();
    Money with = price(size, prompt, Math.addExact(held, more), card).knownTotal();
    return Demand.of(with.minus(without), more, 0);
  }

  /** What a call of this worst case asks of its budgets. */
  static Demand demand(HoldBasis basis, Receipt worstCase) {
    return switch (worstCase.outcome()) {
      case UNPRICED, MISSING -> Demand.costUnknown(worstCase.currency(), basis.allTokens(), 1);
      // Of a worst case that is priced in part, at least that part is held.
      case PRICED, PARTIAL, ZERO ->
          worstCase.fitsPicos()
              ? Demand.ofPicos(worstCase.knownPicos(), worstCase.currency(), basis.allTokens(), 1)
              : Demand.of(worstCase.knownTotal(), basis.allTokens(), 1);
    };
  }
}
