package io.costaware.budget;

import io.costaware.money.Money;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * What a call asks of its budgets, or took from them: money, tokens and one or more requests. Each
 * budget looks at the quantity that it limits.
 *
 * <p>Immutable.
 */
public final class Demand {
  private final long picos;
  private final @Nullable Money fine;
  private final boolean costKnown;
  private final Currency currency;
  private final long tokens;
  private final long requests;

  private Demand(
      long picos,
      @Nullable Money fine,
      boolean costKnown,
      Currency currency,
      long tokens,
      long requests) {
    if (picos < 0 || (fine != null && fine.isNegative()) || tokens < 0 || requests < 0) {
      throw new IllegalArgumentException(
          "A demand cannot be negative: "
              + picos
              + " picos, "
              + tokens
              + " tokens, "
              + requests
              + " requests");
    }
    this.picos = picos;
    this.fine = fine;
    this.costKnown = costKnown;
    this.currency = currency;
    this.tokens = tokens;
    this.requests = requests;
  }

  /** A demand whose money is a count of picos. */
  public static Demand ofPicos(long picos, Currency currency, long tokens, long requests) {
    return new Demand(picos, null, true, currency, tokens, requests);
  }

  /** A demand in money of any fineness. */
  public static Demand of(Money cost, long tokens, long requests) {
    return cost.fitsPicos()
        ? ofPicos(cost.picos(), cost.currency(), tokens, requests)
        : new Demand(0, cost, true, cost.currency(), tokens, requests);
  }

  /** A demand whose cost nobody knows: budgets in money see nothing of it. */
  public static Demand costUnknown(Currency currency, long tokens, long requests) {
    return new Demand(0, null, false, currency, tokens, requests);
  }

  /** Whether the money is known. */
  public boolean costKnown() {
    return costKnown;
  }

  /** Whether the money is a count of picos, which {@link #picos} then returns. */
  public boolean fitsPicos() {
    return fine == null;
  }

  /** The money in picos; meaningful only if {@link #fitsPicos}. */
  public long picos() {
    return picos;
  }

  /** The money; nothing where it is not known. */
  public Money cost() {
    Money exact = fine;
    return exact != null ? exact : Money.ofPicos(picos, currency);
  }

  /** The currency of the money. */
  public Currency currency() {
    return currency;
  }

  /** Tokens, in and out. */
  public long tokens() {
    return tokens;
  }

  /** Requests. */
  public long requests() {
    return requests;
  }

  /** The sum of two demands; unknown money stays unknown. */
  public Demand plus(Demand other) {
    long allTokens = Math.addExact(tokens, other.tokens);
    long allRequests = Math.addExact(requests, other.requests);
    if (!costKnown || !other.costKnown) {
      return costUnknown(currency, allTokens, allRequests);
    }
    return of(cost().plus(other.cost()), allTokens, allRequests);
  }

  /**
   * The sum of two demands as budgets see them: of unknown money nothing is held or booked, and
   * what is known of the other stays.
   */
  public Demand plusHeld(Demand more) {
    if (costKnown == more.costKnown) {
      return plus(more);
    }
    long allTokens = Math.addExact(tokens, more.tokens);
    long allRequests = Math.addExact(requests, more.requests);
    return of(costKnown ? cost() : more.cost(), allTokens, allRequests);
  }

  /** For example {@code 0.05 USD, 1200 tokens, 1 request(s)}. */
  @Override
  public String toString() {
    return (costKnown ? cost().toString() : "unknown cost")
        + ", "
        + tokens
        + " tokens, "
        + requests
        + " request(s)";
  }
}
