package io.costaware.budget;

import static java.util.Objects.requireNonNull;

import io.costaware.money.Money;
import io.costaware.tags.Tags;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses nonsense in the name of a budget.
 *
 * @param name the budget's
 */
record BudgetCheck(String name) {
  /** Whether there can be such a tag. */
  void checkTag(String key, String value) {
    try {
      // Tags know which keys and values there can be.
      var unused = Tags.of(key, value);
    } catch (IllegalArgumentException e) {
      throw refusal(e.getMessage());
    }
  }

  /** The values in the order given; at least one, none twice. */
  <T> Set<T> distinct(String what, Collection<T> values) {
    if (values.isEmpty()) {
      throw refusal(what + " names no value; name at least one");
    }
    Set<T> distinct = new LinkedHashSet<>();
    for (T value : values) {
      if (!distinct.add(requireNonNull(value, what))) {
        throw refusal(what + " names '" + value + "' twice; name it once");
      }
    }
    return Collections.unmodifiableSet(distinct);
  }

  /** The value, unless it is null. */
  <T> T given(@Nullable T value, String what, String instead) {
    if (value == null) {
      throw refusal("its " + what + " is null; " + instead);
    }
    return value;
  }

  /**
   * An amount of money that can be a limit.
   *
   * @param what {@code limit} or {@code raise}
   */
  Money money(String what, String amount, String currencyCode) {
    var unused = given(amount, what, "write an amount such as \"10000\"");
    unused = given(currencyCode, "currency", "write an ISO 4217 code such as \"USD\"");
    BigDecimal value;
    try {
      value = new BigDecimal(amount);
    } catch (NumberFormatException e) {
      throw refusal(
          "its " + what + " '" + amount + "' is no decimal number; write one such as 10000");
    }
    refuseIf(LimitCheck.problem(what, value, amount));
    try {
      return Money.of(amount, currencyCode);
    } catch (IllegalArgumentException e) {
      throw refusal(e.getMessage());
    }
  }

  /** Refuses what has been said before. */
  void refuseSecond(String what, @Nullable Object first) {
    if (first != null) {
      throw refusal(what + " is already " + first + "; say it once");
    }
  }

  /** Refuses if there is a problem. */
  void refuseIf(@Nullable String problem) {
    if (problem != null) {
      throw refusal(problem);
    }
  }

  /** The exception that names the budget. */
  IllegalArgumentException refusal(@Nullable String problem) {
    return new IllegalArgumentException("Budget '" + name + "': " + problem);
  }
}
