package io.costaware.report;

import io.costaware.event.CallEvent;
import io.costaware.event.Outcome;
import io.costaware.pricing.PriceBook;
import io.costaware.pricing.PriceKey;
import io.costaware.pricing.Receipt;
import io.costaware.target.Aim;
import io.costaware.target.ModelId;
import io.costaware.target.Provider;
import io.costaware.target.RoutingScope;
import io.costaware.target.ServiceTier;
import io.costaware.target.Target;
import java.util.function.Function;

/** Prices past calls as of the moment of their dispatch, by all that decided their price then. */
final class PastCalls {
  private final PriceBook book;
  private final Function<ModelId, Aim> names;

  PastCalls(PriceBook book, Function<ModelId, Aim> names) {
    this.book = book;
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

  /**
   * The tier that prices a call: the one served or, where nobody says, the one asked for. A name
   * that leads to bought throughput decides whatever the answer says.
   */
  static ServiceTier tier(CallEvent call) {
    ServiceTier served = call.outcome().servedTier();
    ServiceTier requested = call.call().requestedTier();
    boolean bought = call.call().target() == null && requested.isPrepaid();
    return served == null || bought ? requested : served;
  }

  /**
   * What decides a call's price: the model that the answer names, else what the call was aimed at;
   * read anew from its name where that led to nothing. The target of its receipt does not, because
   * it may have been assumed for want of a price.
   */
  Aim aim(CallEvent call) {
    String sent = call.call().sentModel();
    Target asked = call.call().target();
    Aim aim = asked == null ? named(call, sent) : new Aim.Priceable(asked);
    String served = call.outcome().servedModel();
    if (served == null || served.equals(sent) || aim instanceof Aim.Prepaid) {
      return aim;
    }
    return named(call, served) instanceof Aim.Priceable other
        ? new Aim.Priceable(placed(call, other.target()))
        : aim;
  }

  private Aim named(CallEvent call, String model) {
    return names.apply(new ModelId(call.call().operation().provider(), model));
  }

  /** A model that an answer names bare ran where its call went. */
  private static Target placed(CallEvent call, Target served) {
    Target priced = call.receipt().target();
    if (priced != null
        && priced.provider() == served.provider()
        && priced.model().equals(served.model())) {
      return priced;
    }
    Target asked = call.call().target();
    if (asked == null || served.region() != null) {
      return served;
    }
    RoutingScope scope = served.provider() == Provider.VERTEX ? asked.scope() : served.scope();
    return new Target(served.provider(), served.model(), scope, asked.region());
  }

  /** The receipt of a call whose usage is whole. */
  Receipt price(CallEvent call) {
    Aim aim = aim(call);
    if (aim instanceof Aim.Priceable priceable) {
      return price(call, priceable.target());
    }
    if (aim instanceof Aim.Prepaid prepaid) {
      return Receipt.prepaid(prepaid.tier(), call.outcome().usage(), book.currency());
    }
    return Receipt.unpriced(
        null,
        tier(call),
        call.outcome().usage(),
        book.currency(),
        "no price is known for " + call.call().sentModel());
  }

  /** The receipt of a call whose usage is whole, as if it had gone to a target. */
  Receipt price(CallEvent call, Target target) {
    PriceKey key =
        new PriceKey(
            target,
            tier(call),
            call.outcome().attributes(),
            call.call().account(),
            call.call().tags());
    return book.rates(key, call.atMillis()).price(call.outcome().usage());
  }
}
