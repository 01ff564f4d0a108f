package io.costaware.money;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Currency;

/**
 * An exact amount of one currency. Equal amounts are equal however they were written: 1.50 USD is
 * 1.5 USD.
 *
 * <p>The fast path of metering counts in <em>picos</em>, integer counts of 10<sup>-12</sup> of a
 * currency unit. Every amount that is a whole number of picos and within {@code long} converts
 * without loss; finer or larger ones stay decimal, with the same results.
 *
 * <p>Immutable.
 *
 * @param amount the amount in currency units, without trailing zeros
 * @param currency the ISO 4217 currency
 */
public record Money(BigDecimal amount, Currency currency) implements Comparable<Money> {
  /** Decimal places of a pico. */
  public static final int PICO_SCALE = 12;

  /** Numbers of so many digits fit into {@code long} whatever the digits. */
  private static final int CERTAIN_DIGITS = 18;

  /** The currency in which both clouds publish their prices. */
  public static final Currency USD = Currency.getInstance("USD");

  /** Makes the amount canonical. */
  public Money {
    requireNonNull(amount, "amount");
    requireNonNull(currency, "currency");
    amount = canonical(amount);
  }

  private static BigDecimal canonical(BigDecimal amount) {
    if (amount.signum() == 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal stripped = amount.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /**
   * An amount from its decimal text.
   *
   * @param amount for example {@code "10000"} or {@code "0.00101"}
   * @param currencyCode an ISO 4217 code, for example {@code "USD"}
   * @throws IllegalArgumentException if the text is no decimal number or the code no currency; the
   *     message names the value
   */
  public static Money of(String amount, String currencyCode) {
    requireNonNull(amount, "amount");
    requireNonNull(currencyCode, "currencyCode");
    BigDecimal value;
    try {
      value = new BigDecimal(amount);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + amount + "' is no decimal number; write an amount such as 10000 or 0.05", e);
    }
    return new Money(value, currency(currencyCode));
  }

  private static Currency currency(String code) {
    try {
      return Currency.getInstance(code);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + code + "' is no ISO 4217 currency code; write three letters such as USD", e);
    }
  }

  /**
   * An amount of US dollars from its decimal text.
   *
   * @throws IllegalArgumentException if the text is no decimal number
   */
  public static Money usd(String amount) {
    return of(amount, "USD");
  }

  /** Nothing, in the given currency. */
  public static Money zero(Currency currency) {
    return new Money(BigDecimal.ZERO, currency);
  }

  /** The amount that a count of picos stands for. */
  public static Money ofPicos(long picos, Currency currency) {
    return new Money(BigDecimal.valueOf(picos, PICO_SCALE), currency);
  }

  /** Whether this is a whole number of picos within the range of {@code long}. */
  public boolean fitsPicos() {
    if (amount.scale() > PICO_SCALE) {
      return false;
    }
    int digits = amount.precision() - amount.scale() + PICO_SCALE;
    return digits <= CERTAIN_DIGITS
        || (digits == CERTAIN_DIGITS + 1
            && amount.movePointRight(PICO_SCALE).toBigInteger().bitLength() < Long.SIZE);
  }

  /**
   * This amount as a count of picos.
   *
   * @throws ArithmeticException if it is finer than a pico or out of the range of {@code long}
   */
  public long picos() {
    return amount.movePointRight(PICO_SCALE).longValueExact();
  }

  /**
   * The sum.
   *
   * @throws IllegalArgumentException if the currencies differ
   */
  public Money plus(Money other) {
    return new Money(amount.add(inSameCurrency(other)), currency);
  }

  /**
   * The difference, which may be negative.
   *
   * @throws IllegalArgumentException if the currencies differ
   */
  public Money minus(Money other) {
    return new Money(amount.subtract(inSameCurrency(other)), currency);
  }

  /** This amount, so many times. */
  public Money times(long count) {
    return new Money(amount.multiply(BigDecimal.valueOf(count)), currency);
  }

  /** Whether this is exactly nothing. */
  public boolean isZero() {
    return amount.signum() == 0;
  }

  /** Whether this is less than nothing. */
  public boolean isNegative() {
    return amount.signum() < 0;
  }

  /**
   * Orders by amount.
   *
   * @throws IllegalArgumentException if the currencies differ
   */
  @Override
  public int compareTo(Money other) {
    return amount.compareTo(inSameCurrency(other));
  }

  private BigDecimal inSameCurrency(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException(
          "cannot combine " + this + " with " + other + "; convert one of them first");
    }
    return other.amount;
  }

  /** The amount as plain decimal text, without exponent and trailing zeros; zero is {@code 0}. */
  public String decimal() {
    return amount.toPlainString();
  }

  /** For example {@code 0.00101 USD}. */
  @Override
  public String toString() {
    return decimal() + " " + currency.getCurrencyCode();
  }
}
