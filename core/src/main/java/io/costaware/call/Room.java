package io.costaware.call;

import io.costaware.budget.Amount;
import io.costaware.budget.Demand;
import io.costaware.budget.Shortfall;
import java.math.BigDecimal;

/**
 * What was left of a budget when it refused a call, in the quantity that it limits.
 *
 * <p>Immutable.
 *
 * @param shortfall what the budget said
 */
record Room(Shortfall shortfall) {
  /** Whether a demand fits into what is neither settled nor held. */
  boolean fits(Demand demand) {
    BigDecimal left = quantity(shortfall.limit()).subtract(quantity(shortfall.settled()));
    return asked(demand).compareTo(left.subtract(quantity(shortfall.held()))) <= 0;
  }

  /** Whether a demand would fit if all that is held were given back. */
  boolean fitsWithoutHolds(Demand demand) {
    BigDecimal left = quantity(shortfall.limit()).subtract(quantity(shortfall.settled()));
    return asked(demand).compareTo(left) <= 0;
  }

  /** Whether a demand would fit if nothing were settled or held. */
  boolean fitsEmpty(Demand demand) {
    return asked(demand).compareTo(quantity(shortfall.limit())) <= 0;
  }

  private BigDecimal asked(Demand demand) {
    if (shortfall.limit() instanceof Amount.OfMoney) {
      return demand.cost().amount();
    }
    return BigDecimal.valueOf(
        shortfall.limit() instanceof Amount.OfTokens ? demand.tokens() : demand.requests());
  }

  private static BigDecimal quantity(Amount amount) {
    if (amount instanceof Amount.OfMoney money) {
      return money.money().amount();
    }
    return BigDecimal.valueOf(
        amount instanceof Amount.OfTokens tokens
            ? tokens.count()
            : ((Amount.OfRequests) amount).count());
  }
}
