package io.costaware.report;

import io.costaware.money.Money;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Splits an amount in proportion to weights, so that the parts add up to it exactly: each part is a
 * whole number of quanta, rounded down, and the quanta that are left go one each to the parts that
 * lost most by the rounding. Where the amount itself is no whole number of quanta, the rest goes to
 * the heaviest part.
 */
final class Apportionment {
  private Apportionment() {}

  private record Loss(int part, BigInteger remainder) {}

  /**
   * The parts, in the order of the weights.
   *
   * @param weights not negative, of one currency, and not all zero
   */
  static List<Money> split(Money amount, List<Money> weights, Money quantum) {
    BigInteger[] shares = integers(weights);
    BigInteger all = BigInteger.ZERO;
    int heaviest = 0;
    for (int i = 0; i < shares.length; i++) {
      all = all.add(shares[i]);
      heaviest = shares[i].compareTo(shares[heaviest]) > 0 ? i : heaviest;
    }
    BigDecimal quanta =
        amount.amount().divideToIntegralValue(quantum.amount()).setScale(0, RoundingMode.DOWN);
    BigInteger whole = quanta.toBigIntegerExact();
    BigInteger left = whole;
    BigInteger[] parts = new BigInteger[shares.length];
    List<Loss> losses = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      BigInteger[] part = whole.multiply(shares[i]).divideAndRemainder(all);
      parts[i] = part[0];
      left = left.subtract(part[0]);
      losses.add(new Loss(i, part[1]));
    }
    losses.sort(Comparator.comparing(Loss::remainder).reversed().thenComparing(Loss::part));
    for (int i = 0; i < left.intValueExact(); i++) {
      int part = losses.get(i).part;
      parts[part] = parts[part].add(BigInteger.ONE);
    }
    List<Money> amounts = new ArrayList<>();
    BigDecimal rest = amount.amount().subtract(quanta.multiply(quantum.amount()));
    for (int i = 0; i < parts.length; i++) {
      BigDecimal part = quantum.amount().multiply(new BigDecimal(parts[i]));
      amounts.add(new Money(i == heaviest ? part.add(rest) : part, amount.currency()));
    }
    return amounts;
  }

  private static BigInteger[] integers(List<Money> weights) {
    int scale = 0;
    for (Money weight : weights) {
      scale = Math.max(scale, weight.amount().scale());
    }
    BigInteger[] integers = new BigInteger[weights.size()];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = weights.get(i).amount().movePointRight(scale).toBigIntegerExact();
    }
    return integers;
  }
}
