package io.costaware.report;

import io.costaware.money.Money;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a commitment cost in a range, and who bears it.
 *
 * <p>Immutable.
 *
 * @param name the commitment's
 * @param hours hours that begin in the range, the last one whole even if it was only begun
 * @param idleHours those without a call that has a list price
 * @param cost of all hours; the shares and the idle cost add up to it exactly
 * @param idle cost of the idle hours, which nobody bears
 * @param shares what each row bears of the other hours
 * @param calls attempts that it served
 * @param callsWithoutListPrice those whose list price is not known or zero, which bear nothing
 * @param listPrice what the calls would have cost on demand, as far as it is known
 */
public record AmortizedCommitment(
    String name,
    long hours,
    long idleHours,
    Money cost,
    Money idle,
    SortedMap<String, Money> shares,
    long calls,
    long callsWithoutListPrice,
    Money listPrice) {
  /** Keeps the shares from changing. */
  public AmortizedCommitment {
    shares = Collections.unmodifiableSortedMap(new TreeMap<>(shares));
  }
}
