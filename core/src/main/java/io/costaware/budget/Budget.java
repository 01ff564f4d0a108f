package io.costaware.budget;

import static java.util.Objects.requireNonNull;

import io.costaware.money.Money;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A limit for the calls that it selects, in each window of the calendar.
 *
 * <pre>{@code
 * Budget.named("support").where("team", "support").limit("10000", "USD").perMonth(BERLIN)
 * Budget.named("tenants").each("tenant").limit("50", "USD").perDay(UTC)
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

  /** The most subjects of which a budget can keep a count. */
  public static final int MAX_SUBJECTS = 100_000_000;

  private static final String LIMIT_SHAPE =
      "say limit(\"100\", \"USD\"), limitTokens(...) or limitRequests(...)";

  private final String name;
  private final BudgetCheck check;
  private final BudgetSelector selector;
  private final @Nullable Amount limit;
  private final @Nullable BudgetWindow window;
  private final BudgetRules rules;
  private final Set<String> said;

  private Budget(
      String name,
      BudgetSelector selector,
      @Nullable Amount limit,
      @Nullable BudgetWindow window,
      BudgetRules rules,
      Set<String> said) {
    this.name = name;
    this.check = new BudgetCheck(name);
    this.selector = selector;
    this.limit = limit;
    this.window = window;
    this.rules = rules;
    this.said = said;
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
    return new Budget(name, BudgetSelector.EVERYTHING, null, null, BudgetRules.USUAL, Set.of());
  }

  /** This budget, for calls with that tag. */
  public Budget where(String key, String value) {
    return anyOf(key, value);
  }

  /** This budget, for calls whose tag has one of these values; at least one, none twice. */
  public Budget anyOf(String key, String... values) {
    requireNonNull(key, "key");
    for (String value : values) {
      check.checkTag(key, value);
    }
    Set<String> distinct = check.distinct("anyOf(\"" + key + "\")", Arrays.asList(values));
    for (TagCondition condition : selector.conditions()) {
      if (condition.key().equals(key)) {
        throw check.refusal(
            "it already asks for " + condition + "; name all values in one anyOf(\"" + key + "\")");
      }
    }
    List<TagCondition> more = new ArrayList<>(selector.conditions());
    more.add(new TagCondition(key, distinct));
    return selecting(selector.conditions(more));
  }

  /**
   * This budget, and each value of the tag has the whole limit for itself: {@code each("tenant")}
   * gives every tenant a budget of its own without listing them. Several tags share by their
   * combination. A call without one of the tags is not covered.
   */
  public Budget each(String... keys) {
    Budget once = saying("each");
    Set<String> distinct = check.distinct("each", Arrays.asList(keys));
    distinct.forEach(key -> check.checkTag(key, ""));
    return once.selecting(selector.each(List.copyOf(distinct)));
  }

  /** This budget, for calls to any of these providers. */
  public Budget provider(Provider... any) {
    return saying("provider")
        .selecting(selector.providers(check.distinct("provider", Arrays.asList(any))));
  }

  /**
   * This budget, for calls to any of these models, however they name it.
   *
   * @param baseModels base model ids without profile prefix, for example {@code
   *     anthropic.claude-sonnet-4-6}; a name that leads to another id would never match, and is
   *     refused when a {@code CostAware} is built
   */
  public Budget model(String... baseModels) {
    Set<String> distinct = check.distinct("model", Arrays.asList(baseModels));
    if (distinct.stream().anyMatch(String::isBlank)) {
      throw check.refusal("its model id is empty; write one such as anthropic.claude-sonnet-4-6");
    }
    return saying("model").selecting(selector.models(distinct));
  }

  /** This budget, for calls of any of these operations. */
  public Budget operation(Operation... any) {
    return saying("operation")
        .selecting(selector.operations(check.distinct("operation", Arrays.asList(any))));
  }

  /**
   * This budget, with a limit in money.
   *
   * @param amount above 0, for example {@code "10000"}
   * @param currencyCode the ledger's ISO 4217 currency, for example {@code "USD"}
   */
  public Budget limit(String amount, String currencyCode) {
    return limit(check.money(LimitCheck.LIMIT, amount, currencyCode));
  }

  /** This budget, with a limit in money, above 0. */
  public Budget limit(Money money) {
    return limit(new Amount.OfMoney(check.given(money, LimitCheck.LIMIT, LIMIT_SHAPE)));
  }

  /** This budget, with a limit in tokens, in and out together; above 0. */
  public Budget limitTokens(long tokens) {
    return limit(new Amount.OfTokens(tokens));
  }

  /** This budget, with a limit in requests; above 0. */
  public Budget limitRequests(long requests) {
    return limit(new Amount.OfRequests(requests));
  }

  /** This budget, with that limit, above 0. */
  public Budget limit(Amount amount) {
    var unused = check.given(amount, LimitCheck.LIMIT, LIMIT_SHAPE);
    check.refuseIf(LimitCheck.problem(LimitCheck.LIMIT, amount));
    check.refuseSecond("limit", limit);
    return new Budget(name, selector, amount, window, rules, said);
  }

  /** This budget, counting anew each minute. */
  public Budget perMinute(ZoneId zone) {
    return within(BudgetWindow.minute(named(zone)));
  }

  /** This budget, counting anew each hour. */
  public Budget perHour(ZoneId zone) {
    return within(BudgetWindow.hour(named(zone)));
  }

  /** This budget, counting anew each day. */
  public Budget perDay(ZoneId zone) {
    return within(BudgetWindow.day(named(zone)));
  }

  /** This budget, counting anew each Monday. */
  public Budget perWeek(ZoneId zone) {
    return within(BudgetWindow.week(named(zone)));
  }

  /** This budget, counting anew each month. */
  public Budget perMonth(ZoneId zone) {
    return within(BudgetWindow.month(named(zone)));
  }

  /** This budget, counting anew each quarter. */
  public Budget perQuarter(ZoneId zone) {
    return within(BudgetWindow.quarter(named(zone)));
  }

  /** This budget, counting anew each year. */
  public Budget perYear(ZoneId zone) {
    return within(BudgetWindow.year(named(zone)));
  }

  private ZoneId named(ZoneId zone) {
    return check.given(zone, "zone", "name one, for example ZoneId.of(\"UTC\")");
  }

  /** This budget, never counting anew. */
  public Budget lifetime() {
    return within(BudgetWindow.lifetime());
  }

  /**
   * This budget, counting the last {@code length}, bucket by bucket.
   *
   * @see BudgetWindow#rolling(Duration, int)
   */
  public Budget perRolling(Duration length, int buckets) {
    return within(BudgetWindow.rolling(length, buckets));
  }

  /**
   * This budget, and each task, agent or run has the whole limit for itself; calls without the tag
   * are not covered.
   *
   * @param tagKey the tag whose values name the runs; takes the place of {@link #each}
   * @param forgottenAfter how long after its last call a run's count is forgotten; from a second to
   *     366 days
   */
  public Budget perRun(String tagKey, Duration forgottenAfter) {
    return each(tagKey).within(BudgetWindow.run(forgottenAfter));
  }

  /** This budget, counting anew with each of these windows. */
  public Budget within(BudgetWindow windows) {
    var unused = check.given(windows, "window", "name one, for example BudgetWindow.lifetime()");
    check.refuseSecond("window", window);
    return new Budget(name, selector, limit, windows, rules, said);
  }

  /** This budget, admitting and counting what does not fit; the events say so. */
  public Budget warnOnly() {
    return saying("mode").ruling(rules.mode(BudgetMode.WARN));
  }

  /** This budget, refusing every call that it covers until it is taken back. */
  public Budget paused() {
    return saying("mode").ruling(rules.mode(BudgetMode.PAUSE));
  }

  /** This budget, with room on top of its limit until a moment; several add up. */
  public Budget raise(Amount by, Instant until) {
    var unused = check.given(by, LimitCheck.RAISE, "give an amount in the unit of the limit");
    var end =
        check.given(until, "raise's end", "name the moment from which on the limit is as before");
    check.refuseIf(LimitCheck.problem(LimitCheck.RAISE, by));
    List<Raise> more = new ArrayList<>(rules.raises());
    more.add(new Raise(by, end));
    return ruling(rules.raises(more));
  }

  /** This budget, with room on top of its limit in money until a moment; several add up. */
  public Budget raise(String amount, String currencyCode, Instant until) {
    return raise(new Amount.OfMoney(check.money(LimitCheck.RAISE, amount, currencyCode)), until);
  }

  /** This budget, saying when these parts of its limit are passed: each 1 to 100, rising. */
  public Budget warnAt(int... percents) {
    List<Integer> rising = Arrays.stream(percents).boxed().toList();
    for (int i = 0; i < percents.length; i++) {
      if (percents[i] < 1 || percents[i] > 100 || (i > 0 && percents[i] <= percents[i - 1])) {
        throw check.refusal(
            "its thresholds are " + rising + "; give percents from 1 to 100, rising");
      }
    }
    return saying("warnAt").ruling(rules.thresholds(rising));
  }

  /**
   * This budget, and a call without an output cap is reckoned with so many output tokens. Such a
   * call may take more than it held.
   *
   * @param tokens above 0
   */
  public Budget defaultOutputTokens(long tokens) {
    if (tokens <= 0 || tokens > MAX_LIMIT) {
      throw check.refusal(
          "its defaultOutputTokens are " + tokens + "; give a number from 1 to " + MAX_LIMIT);
    }
    return saying("output").ruling(rules.output(new OutputExpectation(false, tokens, 0)));
  }

  /**
   * This budget, and a call without an output cap is reckoned with the output that so many of a
   * hundred such calls stay within, learned for each model and set of tags; 99 if nothing is said.
   *
   * @param confidencePercent from 50 to 99
   */
  public Budget learnedOutput(int confidencePercent) {
    if (confidencePercent < 50 || confidencePercent > 99) {
      throw check.refusal("its learnedOutput is " + confidencePercent + " %; give 50 to 99");
    }
    return saying("output")
        .ruling(rules.output(new OutputExpectation(false, 0, confidencePercent)));
  }

  /**
   * This budget, and a call without an output cap holds all that its model can write, so that the
   * limit holds for certain.
   */
  public Budget holdModelMaximum() {
    return saying("output").ruling(rules.output(new OutputExpectation(true, 0, 0)));
  }

  /** This budget, trying this before it refuses a call. */
  public Budget nearLimit(NearLimit tried) {
    return saying("nearLimit").ruling(rules.nearLimit(requireNonNull(tried, "nearLimit")));
  }

  /**
   * This budget, letting a call wait before it refuses it, until open calls have ended.
   *
   * @param longest above zero, at most {@link NearLimit#LONGEST_WAIT}
   */
  public Budget waitForRoom(Duration longest) {
    return nearLimit(new NearLimit(false, 0, longest));
  }

  /** This budget, treating streams that grow past their hold in this way. */
  public Budget streams(StreamRule rule) {
    return saying("streams").ruling(rules.streams(requireNonNull(rule, "streams")));
  }

  /** This budget, doing this while a fleet's store cannot be asked. */
  public Budget onStoreFailure(StoreFailure what) {
    return saying("onStoreFailure").ruling(rules.storeFailure(requireNonNull(what, "failure")));
  }

  /** This budget, keeping count of so many values of its {@code each} tags at a time. */
  public Budget maxSubjects(int most) {
    if (most < 1 || most > MAX_SUBJECTS) {
      throw check.refusal("its maxSubjects are " + most + "; give 1 to " + MAX_SUBJECTS);
    }
    return saying("maxSubjects").ruling(rules.maxSubjects(most));
  }

  private Budget selecting(BudgetSelector next) {
    return new Budget(name, next, limit, window, rules, said);
  }

  private Budget ruling(BudgetRules next) {
    return new Budget(name, selector, limit, window, next, said);
  }

  private Budget saying(String what) {
    if (said.contains(what)) {
      throw check.refusal(what + " is already said; say it once");
    }
    Set<String> more = new LinkedHashSet<>(said);
    more.add(what);
    return new Budget(name, selector, limit, window, rules, Set.copyOf(more));
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** Which calls it covers. */
  public BudgetSelector selector() {
    return selector;
  }

  /** What it allows in each window; null if that has not been said. */
  public @Nullable Amount limit() {
    return limit;
  }

  /** Its windows; null if that has not been said. */
  public @Nullable BudgetWindow window() {
    return window;
  }

  /** How it treats calls. */
  public BudgetRules rules() {
    return rules;
  }

  /** For example {@code support: 10000 USD per month in Europe/Berlin where team=support}. */
  @Override
  public String toString() {
    return name
        + ": "
        + (limit == null ? "no limit yet" : limit)
        + " per "
        + (window == null ? "window not yet named" : window)
        + selector;
  }
}
