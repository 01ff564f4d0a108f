package io.costaware.ledger;

import static java.util.Objects.requireNonNull;

import io.costaware.budget.Demand;
import io.costaware.money.Money;
import java.util.Currency;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The sum of what calls took more than they held. Never asked for a decision, so its quantities
 * need not agree with each other at every moment.
 *
 * <p>Safe for use by many threads.
 */
final class Overshoot {
  private final Currency currency;
  private final AtomicLong picos = new AtomicLong();
  private final AtomicReference<Money> rest;
  private final AtomicLong tokens = new AtomicLong();
  private final AtomicLong requests = new AtomicLong();

  Overshoot(Currency currency) {
    this.currency = currency;
    this.rest = new AtomicReference<>(Money.zero(currency));
  }

  void add(Demand held, Demand actual) {
    if (held.fitsPicos() && actual.fitsPicos()) {
      addPicos(actual.picos() - held.picos());
    } else {
      addMoney(actual.cost().minus(held.cost()));
    }
    addCount(tokens, actual.tokens() - held.tokens());
    addCount(requests, actual.requests() - held.requests());
  }

  private void addPicos(long more) {
    if (more <= 0) {
      return;
    }
    while (true) {
      long now = picos.get();
      if (now + more < 0) {
        addMoney(Money.ofPicos(more, currency));
        return;
      }
      if (picos.compareAndSet(now, now + more)) {
        return;
      }
    }
  }

  private void addMoney(Money more) {
    if (!more.isNegative()) {
      rest.accumulateAndGet(more, Money::plus);
    }
  }

  private static void addCount(AtomicLong sum, long more) {
    if (more > 0) {
      // Stops at the largest number instead of turning negative.
      sum.accumulateAndGet(more, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
    }
  }

  Demand total() {
    Money money = requireNonNull(rest.get()).plus(Money.ofPicos(picos.get(), currency));
    return Demand.of(money, tokens.get(), requests.get());
  }
}
