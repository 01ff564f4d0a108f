package io.costaware.report;

import io.costaware.money.Money;
import java.math.BigDecimal;
import java.util.Currency;

/** An exact sum of any number of amounts, of which most are picos. For use by one thread. */
final class Sum {
  private final Currency currency;
  private long picos;
  private BigDecimal rest = BigDecimal.ZERO;

  Sum(Currency currency) {
    this.currency = currency;
  }

  void add(Money money) {
    if (money.fitsPicos()) {
      long more = money.picos();
      long sum = picos + more;
      if (((picos ^ sum) & (more ^ sum)) >= 0) {
        picos = sum;
        return;
      }
    }
    rest = rest.add(money.amount());
  }

  Money total() {
    return new Money(Money.ofPicos(picos, currency).amount().add(rest), currency);
  }
}
