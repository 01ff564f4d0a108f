package io.costaware.report;

import io.costaware.event.CallEvent;
import io.costaware.event.Outcome;
import io.costaware.pricing.PriceAttributes;
import io.costaware.pricing.PriceBook;
import io.costaware.pricing.PriceKey;
import io.costaware.pricing.Receipt;
import io.costaware.target.Aim;
import io.costaware.target.ModelId;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Prices past calls as of the moment of their dispatch. */
final class PastCalls {
  private final PriceBook book;
  private final @Nullable String account;
  private final Function<ModelId, Aim> names;

  PastCalls(PriceBook book, @Nullable String account, Function<ModelId, Aim> names) {
    this.book = book;
    this.account = account;
    this.names = names;
  }

  /** Whether the provider reported all that was used, and it may have cost something. */
  static boolean isMeasured(CallEvent call) {
    return call.outcome().knowledge() == Outcome.Knowledge.WHOLE && !isFree(call);
  }

  /** Whether it is known that nothing was billed. */
  static boolean isFree(CallEvent call) {
    return call.outcome().knowledge() == Outcome.Knowledge.FREE || call.call().operation().isFree();
  }

  /** The tier that prices a call: the one served or, where nobody says, the one asked for. */
  static ServiceTier tier(CallEvent call) {
    ServiceTier served = call.outcome().servedTier();
    return served == null ? call.call().requestedTier() : served;
  }

  /** What a call was aimed at; null if its name still leads to nothing that has a price. */
  @Nullable Target target(CallEvent call) {
    Target priced = call.receipt().target();
    Target target = priced == null ? call.call().target() : priced;
    if (target != null) {
      return target;
    }
    ModelId name = new ModelId(call.call().operation().provider(), call.call().sentModel());
    return names.apply(name) instanceof Aim.Priceable aim ? aim.target() : null;
  }

  /** The receipt of a call whose usage is whole, as if it had gone to a target. */
  Receipt price(CallEvent call, @Nullable Target target) {
    ServiceTier tier = tier(call);
    if (target == null) {
      return Receipt.unpriced(
          null,
          tier,
          call.outcome().usage(),
          book.currency(),
          "no price is known for " + call.call().sentModel());
    }
    PriceKey key = new PriceKey(target, tier, PriceAttributes.none(), account, call.call().tags());
    return book.rates(key, call.atMillis()).price(call.outcome().usage());
  }

  PriceBook book() {
    return book;
  }
}
