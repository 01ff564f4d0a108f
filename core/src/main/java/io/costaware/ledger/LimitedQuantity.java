package io.costaware.ledger;

import io.costaware.budget.Amount;
import io.costaware.budget.Demand;
import io.costaware.money.Money;
import java.math.BigDecimal;
import java.util.Currency;

/**
 * What a budget looks at in a demand, counted in whole small units: picos, tokens or requests.
 *
 * <p>Immutable.
 */
enum LimitedQuantity {
  MONEY,
  TOKENS,
  REQUESTS;

  /** Instead of a count that is no {@code long}. */
  static final long NOT_NARROW = -1;

  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  static LimitedQuantity of(Amount amount) {
    if (amount instanceof Amount.OfMoney) {
      return MONEY;
    }
    return amount instanceof Amount.OfTokens ? TOKENS : REQUESTS;
  }

  /** Whether the demand says anything of this quantity: unknown cost is not nothing. */
  boolean isKnownIn(Demand demand) {
    return this != MONEY || demand.costKnown();
  }

  /** The count, or {@link #NOT_NARROW}. */
  long narrow(Demand demand) {
    if (this == MONEY) {
      return demand.fitsPicos() ? demand.picos() : NOT_NARROW;
    }
    return this == TOKENS ? demand.tokens() : demand.requests();
  }

  /** The same count, however large or fine. */
  BigDecimal exact(Demand demand) {
    long narrow = narrow(demand);
    return narrow == NOT_NARROW ? picos(demand.cost()) : BigDecimal.valueOf(narrow);
  }

  /** An amount as a count. */
  static BigDecimal exact(Amount amount) {
    if (amount instanceof Amount.OfMoney money) {
      return picos(money.money());
    }
    return BigDecimal.valueOf(
        amount instanceof Amount.OfTokens tokens
            ? tokens.count()
            : ((Amount.OfRequests) amount).count());
  }

  /** A count as an amount. */
  Amount amount(BigDecimal count, Currency currency) {
    if (this == MONEY) {
      return new Amount.OfMoney(new Money(count.movePointLeft(Money.PICO_SCALE), currency));
    }
    // Only counts of nonsense pass the range of long; the largest number tells that as well.
    long whole = count.min(MOST).longValueExact();
    return this == TOKENS ? new Amount.OfTokens(whole) : new Amount.OfRequests(whole);
  }

  private static BigDecimal picos(Money money) {
    return money.amount().movePointRight(Money.PICO_SCALE);
  }
}
