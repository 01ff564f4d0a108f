package io.costaware.budget;

import static java.util.Objects.requireNonNull;

import io.costaware.money.Money;
import io.costaware.tags.Tags;
import io.costaware.target.Provider;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A limit for the calls that it selects, in each window of the calendar.
 *
 * <pre>{@code
 * Budget.named("support").where("team", "support").limit("10000", "USD").perMonth(BERLIN)
 * }</pre>
 *
 * <p>Every method answers a new budget. A budget without any condition covers every call; one with
 * several covers the calls that meet them all. A ledger takes it as soon as it has a limit and a
 * window. What is said once cannot be said again: that is refused at once, as is nonsense.
 *
 * <p>Immutable.
 */
public final class Budget {
  /** The largest limit: so many currency units, tokens or requests. */
  public static final long MAX_LIMIT = 1_000_000_000_000_000L;

  /** The most decimal places of a limit in money. */
  public static final int MAX_SCALE = 24;

  /** The most characters of a name. */
  public static final int MAX_NAME_LENGTH = 128;

  private final String name;
  private final List<TagCondition> conditions;
  private final @Nullable Provider provider;
  private final @Nullable String model;
  private final @Nullable Amount limit;
  private final @Nullable BudgetWindow window;
  private final long defaultOutputTokens;

  private Budget(
      String name,
      List<TagCondition> conditions,
      @Nullable Provider provider,
      @Nullable String model,
      @Nullable Amount limit,
      @Nullable BudgetWindow window,
      long defaultOutputTokens) {
    this.name = name;
    this.conditions = conditions;
    this.provider = provider;
    this.model = model;
    this.limit = limit;
    this.window = window;
    this.defaultOutputTokens = defaultOutputTokens;
  }

  /**
   * A budget that so far covers every call and has neither limit nor window.
   *
   * @param name stands in refusals and metrics; not blank, at most {@value #MAX_NAME_LENGTH}
   *     characters, none of them a control character
   */
  public static Budget named(String name) {
    requireNonNull(name, "name");
    if (name.isBlank()) {
      throw new IllegalArgumentException("A budget's name is empty; refusals need one to name");
    }
    if (name.length() > MAX_NAME_LENGTH || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "A budget's name has "
              + name.length()
              + " characters; it takes at most "
              + MAX_NAME_LENGTH
              + ", and no control character");
    }
    return new Budget(name, List.of(), null, null, null, null, 0);
  }

  /** This budget, for calls with that tag. */
  public Budget where(String key, String value) {
    return anyOf(key, value);
  }

  /** This budget, for calls whose tag has one of these values; at least one, none twice. */
  public Budget anyOf(String key, String... values) {
    requireNonNull(key, "key");
    if (values.length == 0) {
      throw refusal("anyOf(\"" + key + "\") names no value; name at least one");
    }
    Set<String> distinct = new LinkedHashSet<>();
    for (String value : values) {
      try {
        // Tags know which keys and values there can be.
        var unused = Tags.of(key, value);
      } catch (IllegalArgumentException e) {
        throw refusal(e.getMessage());
      }
      if (!distinct.add(value)) {
        throw refusal("anyOf(\"" + key + "\") names '" + value + "' twice; name it once");
      }
    }
    for (TagCondition condition : conditions) {
      if (condition.key().equals(key)) {
        throw refusal(
            "it already asks for " + condition + "; name all values in one anyOf(\"" + key + "\")");
      }
    }
    List<TagCondition> more = new ArrayList<>(conditions);
    more.add(new TagCondition(key, Collections.unmodifiableSet(distinct)));
    return new Budget(name, List.copyOf(more), provider, model, limit, window, defaultOutputTokens);
  }

  /** This budget, for calls to one provider. */
  public Budget provider(Provider only) {
    requireNonNull(only, "provider");
    refuseSecond("provider", provider);
    return new Budget(name, conditions, only, model, limit, window, defaultOutputTokens);
  }

  /**
   * This budget, for calls to one model, however they name it.
   *
   * @param baseModel the base model id without profile prefix, for example {@code
   *     anthropic.claude-sonnet-4-6}
   */
  public Budget model(String baseModel) {
    requireNonNull(baseModel, "model");
    refuseSecond("model", model);
    if (baseModel.isBlank()) {
      throw refusal("its model id is empty; write one such as anthropic.claude-sonnet-4-6");
    }
    return new Budget(name, conditions, provider, baseModel, limit, window, defaultOutputTokens);
  }

  /**
   * This budget, with a limit in money.
   *
   * @param amount above 0, for example {@code "10000"}
   * @param currencyCode the ledger's ISO 4217 currency, for example {@code "USD"}
   */
  public Budget limit(String amount, String currencyCode) {
    requireNonNull(amount, "amount");
    BigDecimal value;
    try {
      value = new BigDecimal(amount);
    } catch (NumberFormatException e) {
      throw refusal("its limit '" + amount + "' is no decimal number; write one such as 10000");
    }
    // Before Money writes it out: 1e999999999 has a billion digits.
    checkSize(value, amount);
    try {
      return limit(Money.of(amount, currencyCode));
    } catch (IllegalArgumentException e) {
      throw refusal(e.getMessage());
    }
  }

  /** This budget, with a limit in money, above 0. */
  public Budget limit(Money money) {
    requireNonNull(money, "limit");
    checkSize(money.amount(), money.decimal());
    return limited(new Amount.OfMoney(money));
  }

  /** This budget, with a limit in tokens, in and out together; above 0. */
  public Budget limitTokens(long tokens) {
    checkCount(tokens, "tokens");
    return limited(new Amount.OfTokens(tokens));
  }

  /** This budget, with a limit in requests; above 0. */
  public Budget limitRequests(long requests) {
    checkCount(requests, "requests");
    return limited(new Amount.OfRequests(requests));
  }

  private Budget limited(Amount amount) {
    refuseSecond("limit", limit);
    return new Budget(name, conditions, provider, model, amount, window, defaultOutputTokens);
  }

  private void checkCount(long count, String unit) {
    if (count <= 0) {
      throw notAboveZero(count + " " + unit);
    }
    if (count > MAX_LIMIT) {
      throw tooLarge(count + " " + unit);
    }
  }

  private void checkSize(BigDecimal value, String text) {
    if (value.signum() <= 0) {
      throw notAboveZero(text);
    }
    // In whole digits first: comparing would write a huge exponent out.
    long wholeDigits = (long) value.precision() - value.scale();
    if (wholeDigits > 16 || (wholeDigits > 0 && value.compareTo(valueOfMax()) > 0)) {
      throw tooLarge(text);
    }
    if ((long) value.scale() - value.precision() > MAX_SCALE
        || value.stripTrailingZeros().scale() > MAX_SCALE) {
      throw refusal(
          "its limit " + text + " is too fine; use at most " + MAX_SCALE + " decimal places");
    }
  }

  private static BigDecimal valueOfMax() {
    return BigDecimal.valueOf(MAX_LIMIT);
  }

  private IllegalArgumentException notAboveZero(String limitGiven) {
    return refusal(
        "its limit "
            + limitGiven
            + " would refuse every call; give one above 0, leave the budget out to limit nothing,"
            + " or refuse calls with an admission policy");
  }

  private IllegalArgumentException tooLarge(String limitGiven) {
    return refusal(
        "its limit "
            + limitGiven
            + " is larger than "
            + MAX_LIMIT
            + ", which is the most; leave the budget out to limit nothing");
  }

  /** This budget, counting anew each minute. */
  public Budget perMinute(ZoneId zone) {
    return within(BudgetWindow.minute(zone));
  }

  /** This budget, counting anew each hour. */
  public Budget perHour(ZoneId zone) {
    return within(BudgetWindow.hour(zone));
  }

  /** This budget, counting anew each day. */
  public Budget perDay(ZoneId zone) {
    return within(BudgetWindow.day(zone));
  }

  /** This budget, counting anew each Monday. */
  public Budget perWeek(ZoneId zone) {
    return within(BudgetWindow.week(zone));
  }

  /** This budget, counting anew each month. */
  public Budget perMonth(ZoneId zone) {
    return within(BudgetWindow.month(zone));
  }

  /** This budget, counting anew each quarter. */
  public Budget perQuarter(ZoneId zone) {
    return within(BudgetWindow.quarter(zone));
  }

  /** This budget, counting anew each year. */
  public Budget perYear(ZoneId zone) {
    return within(BudgetWindow.year(zone));
  }

  /** This budget, never counting anew. */
  public Budget lifetime() {
    return within(BudgetWindow.lifetime());
  }

  /** This budget, counting anew with each of these windows. */
  public Budget within(BudgetWindow windows) {
    requireNonNull(windows, "window");
    refuseSecond("window", window);
    return new Budget(name, conditions, provider, model, limit, windows, defaultOutputTokens);
  }

  /**
   * This budget, and a call without an output cap is reckoned with so many output tokens instead of
   * all that its model can write. Such a call may take more than it held.
   *
   * @param tokens above 0
   */
  public Budget defaultOutputTokens(long tokens) {
    refuseSecond("defaultOutputTokens", defaultOutputTokens == 0 ? null : defaultOutputTokens);
    if (tokens <= 0 || tokens > MAX_LIMIT) {
      throw refusal(
          "its defaultOutputTokens are " + tokens + "; give a number from 1 to " + MAX_LIMIT);
    }
    return new Budget(name, conditions, provider, model, limit, window, tokens);
  }

  private void refuseSecond(String what, @Nullable Object first) {
    if (first != null) {
      throw refusal(what + " is already " + first + "; say it once");
    }
  }

  private IllegalArgumentException refusal(@Nullable String problem) {
    return new IllegalArgumentException("Budget '" + name + "': " + problem);
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** What it allows in each window; null if that has not been said. */
  public @Nullable Amount limit() {
    return limit;
  }

  /** Its windows; null if that has not been said. */
  public @Nullable BudgetWindow window() {
    return window;
  }

  /** The output tokens to reckon with for a call without a cap; 0 if it names none. */
  public long defaultOutputTokens() {
    return defaultOutputTokens;
  }

  List<TagCondition> conditions() {
    return conditions;
  }

  @Nullable Provider provider() {
    return provider;
  }

  @Nullable String model() {
    return model;
  }

  /** For example {@code support: 10000 USD per month in Europe/Berlin where team=support}. */
  @Override
  public String toString() {
    StringJoiner selector = new StringJoiner(" and ", " where ", "").setEmptyValue("");
    conditions.forEach(condition -> selector.add(condition.toString()));
    if (provider != null) {
      selector.add("provider=" + provider.id());
    }
    if (model != null) {
      selector.add("model=" + model);
    }
    return name
        + ": "
        + (limit == null ? "no limit yet" : limit)
        + " per "
        + (window == null ? "window not yet named" : window)
        + selector;
  }
}
