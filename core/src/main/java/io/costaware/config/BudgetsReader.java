package io.costaware.config;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.budget.BudgetMode;
import io.costaware.budget.BudgetWindow;
import io.costaware.budget.StoreFailure;
import io.costaware.budget.StreamRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the budgets of a file.
 *
 * <p>For use by one thread.
 */
final class BudgetsReader {
  private static final List<String> FIELDS =
      List.of(
          "name",
          "where",
          "each",
          "provider",
          "model",
          "operation",
          "limit",
          "window",
          "mode",
          "raises",
          "warnAt",
          "output",
          "nearLimit",
          "streams",
          "onStoreFailure",
          "maxSubjects");
  // So that the other faults of a budget without a name are found as well.
  private static final Budget NAMELESS = Budget.named("(nameless)");

  private final Faults faults;
  private final SettingValues values;
  private final Map<String, String> placesByName = new HashMap<>();

  BudgetsReader(Faults faults) {
    this.faults = faults;
    this.values = new SettingValues(faults);
  }

  /** The budgets of a list; incomplete where there are faults. */
  List<Budget> read(Setting section) {
    List<Budget> budgets = new ArrayList<>();
    for (Setting one : values.list(section, "budgets")) {
      Fields fields = values.fields(one, FIELDS);
      if (fields != null) {
        budgets.add(budget(fields));
      }
    }
    return budgets;
  }

  private Budget budget(Fields fields) {
    Budget budget = new SelectorReader(faults).read(named(fields), fields);
    Setting limitSetting =
        fields.needed(
            "limit", "write {amount: \"100\", currency: USD}, {tokens: ...} or {requests: ...}");
    Amount limit = limitSetting == null ? null : new AmountReader(faults).read(limitSetting);
    budget = limit == null ? budget : limited(budget, limit);
    Setting windowSetting =
        fields.needed("window", "write one such as {per: month, zone: Europe/Berlin}");
    BudgetWindow window =
        windowSetting == null ? null : new WindowReader(faults).read(windowSetting);
    if (windowSetting != null && window != null) {
      budget = budget.within(window);
      if (window.forgottenAfter() != null && !fields.has("each")) {
        faults.add(windowSetting, "is per run, but no tag names the runs; write each: and its key");
      }
    }
    budget = raised(budget, fields.get("raises"), limit);
    budget = warning(budget, fields.get("warnAt"));
    return behaving(budget, fields);
  }

  private Budget named(Fields fields) {
    Setting setting = fields.needed("name", "refusals and metrics bear it; give each budget one");
    String name = setting == null ? null : values.text(setting, "a name");
    if (setting == null || name == null) {
      return NAMELESS;
    }
    String first = placesByName.putIfAbsent(name, setting.place());
    if (first != null) {
      faults.add(
          setting, "is " + setting.shown() + " as " + first + " is; give each budget its own name");
    }
    Budget named = faults.made(setting, () -> Budget.named(name));
    return named == null ? NAMELESS : named;
  }

  private static Budget limited(Budget budget, Amount limit) {
    if (limit instanceof Amount.OfMoney money) {
      return budget.limit(money.money());
    }
    return limit instanceof Amount.OfTokens tokens
        ? budget.limitTokens(tokens.count())
        : budget.limitRequests(((Amount.OfRequests) limit).count());
  }

  private Budget raised(Budget budget, @Nullable Setting raises, @Nullable Amount limit) {
    Budget raised = budget;
    for (Setting one : raises == null ? List.<Setting>of() : values.list(raises, "raises")) {
      Fields fields = values.fields(one, List.of("by", "until"));
      if (fields == null) {
        continue;
      }
      Setting bySetting = fields.needed("by", "write an amount in the unit of the limit");
      Setting untilSetting = fields.needed("until", "write one such as 2026-12-01T00:00:00Z");
      Amount by = bySetting == null ? null : new AmountReader(faults).read(bySetting);
      Instant until = untilSetting == null ? null : values.instant(untilSetting);
      if (bySetting != null && by != null && limit != null && !AmountReader.sameUnit(by, limit)) {
        faults.add(bySetting, "is " + by + ", but the limit is " + limit + "; use the same unit");
      } else if (by != null && until != null) {
        raised = raised.raise(by, until);
      }
    }
    return raised;
  }

  private Budget warning(Budget budget, @Nullable Setting setting) {
    if (setting == null) {
      return budget;
    }
    int[] percents =
        values.numbers(setting, "percents", 1, 100).stream().mapToInt(Long::intValue).toArray();
    return faults.changed(setting, budget, before -> before.warnAt(percents));
  }

  private Budget behaving(Budget first, Fields fields) {
    Budget budget = first;
    BudgetMode mode = chosen(fields.get("mode"), BudgetMode.values(), BudgetMode::id);
    if (mode == BudgetMode.WARN) {
      budget = budget.warnOnly();
    } else if (mode == BudgetMode.PAUSE) {
      budget = budget.paused();
    }
    StreamRule streams = chosen(fields.get("streams"), StreamRule.values(), StreamRule::id);
    budget = streams == null ? budget : budget.streams(streams);
    StoreFailure failure =
        chosen(fields.get("onStoreFailure"), StoreFailure.values(), StoreFailure::id);
    budget = failure == null ? budget : budget.onStoreFailure(failure);
    Setting most = fields.get("maxSubjects");
    Long subjects = most == null ? null : values.number(most, "subjects", 1, Budget.MAX_SUBJECTS);
    budget = subjects == null ? budget : budget.maxSubjects(subjects.intValue());
    return new CallRulesReader(faults).read(budget, fields);
  }

  private <T> @Nullable T chosen(@Nullable Setting setting, T[] all, Function<T, String> id) {
    if (setting == null) {
      return null;
    }
    Map<String, T> byId = new LinkedHashMap<>();
    Set.of(all).forEach(one -> byId.put(id.apply(one), one));
    return values.choice(setting, byId);
  }
}
