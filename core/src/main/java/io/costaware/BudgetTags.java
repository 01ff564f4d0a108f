package io.costaware;

import io.costaware.budget.Budget;
import io.costaware.budget.BudgetSelector;
import io.costaware.budget.TagCondition;
import io.costaware.spelling.NearestNames;
import io.costaware.tags.TagRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether budgets look at tags that calls can have. A budget on a misspelt tag would never match,
 * and limit nothing without a word.
 */
final class BudgetTags {
  private BudgetTags() {}

  /**
   * What is wrong, budget by budget.
   *
   * @param rules null if there are none, which leaves every tag possible
   */
  static List<String> faults(@Nullable TagRules rules, List<Budget> budgets) {
    return faults(rules, selectors(budgets));
  }

  /** What each budget covers, by its name. */
  static Map<String, BudgetSelector> selectors(List<Budget> budgets) {
    Map<String, BudgetSelector> selectors = new LinkedHashMap<>();
    budgets.forEach(budget -> selectors.put(budget.name(), budget.selector()));
    return selectors;
  }

  /** The same of what each budget covers, by its name. */
  static List<String> faults(@Nullable TagRules rules, Map<String, BudgetSelector> selectors) {
    List<String> faults = new ArrayList<>();
    if (rules == null || rules.keys().isEmpty()) {
      return faults;
    }
    for (Map.Entry<String, BudgetSelector> one : selectors.entrySet()) {
      String budget = one.getKey();
      for (String key : one.getValue().tagKeys()) {
        if (!rules.keys().contains(key)) {
          faults.add(unknown(budget, key, rules.keys()));
        }
      }
      for (TagCondition condition : one.getValue().conditions()) {
        for (String value : condition.values()) {
          String problem = rules.problem(condition.key(), value);
          if (problem != null) {
            faults.add(
                "Budget '"
                    + budget
                    + "' asks for "
                    + condition.key()
                    + "="
                    + value
                    + ", which would never match: "
                    + problem);
          }
        }
      }
    }
    return faults;
  }

  private static String unknown(String budget, String key, Set<String> known) {
    String hint = NearestNames.hint(key, known);
    return "Budget '"
        + budget
        + "' looks at tag '"
        + key
        + "', which the tag rules do not know; "
        + hint
        + (hint.endsWith("?") ? " If" : "; if")
        + " it is right, add it with alsoKnow(\""
        + key
        + "\")";
  }
}
