package io.costaware.budget;

import static java.util.Objects.requireNonNull;

import io.costaware.money.Money;

/**
 * A quantity that a budget limits: money, tokens or requests.
 *
 * <p>Immutable.
 */
public sealed interface Amount {
  /**
   * Money.
   *
   * <p>Immutable.
   *
   * @param money the amount
   */
  record OfMoney(Money money) implements Amount {
    /** Refuses null. */
    public OfMoney {
      requireNonNull(money, "money");
    }

    @Override
    public String toString() {
      return money.toString();
    }
  }

  /**
   * Tokens, in and out.
   *
   * <p>Immutable.
   *
   * @param count how many
   */
  record OfTokens(long count) implements Amount {
    @Override
    public String toString() {
      return count == 1 ? "1 token" : count + " tokens";
    }
  }

  /**
   * Requests.
   *
   * <p>Immutable.
   *
   * @param count how many
   */
  record OfRequests(long count) implements Amount {
    @Override
    public String toString() {
      return count == 1 ? "1 request" : count + " requests";
    }
  }
}
