package io.costaware.ledger;

import io.costaware.budget.Demand;
import io.costaware.money.Money;

/** What a call of a model asks: one request, and so many tokens and picos. */
record ModelDemand(int picos, int tokens, Cost cost) {
  /** Whether the money is whole, finer than a pico, or unknown. */
  enum Cost {
    WHOLE,
    FINE,
    UNKNOWN
  }

  /** The same of a tenant; none if empty. */
  record OfTenant(ModelDemand demand, String tenant) {}

  /** The same for one of the holds there are. */
  record OfHold(int which, ModelDemand demand) {}

  Demand demand() {
    return switch (cost) {
      case WHOLE -> Demand.ofPicos(picos, Money.USD, tokens, 1);
      case FINE -> Demand.of(Money.usd("0.0000000000001").times(picos), tokens, 1);
      case UNKNOWN -> Demand.costUnknown(Money.USD, tokens, 1);
    };
  }
}
