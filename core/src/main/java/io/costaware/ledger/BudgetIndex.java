package io.costaware.ledger;

import io.costaware.budget.TagCondition;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the budgets that cover a call. Each is filed under the values of its first condition, so
 * that a thousand budgets of a thousand teams cost one look-up.
 *
 * <p>Immutable.
 */
final class BudgetIndex {
  private static final KeptBudget[] NONE = {};

  private final KeptBudget[] unconditional;
  private final Map<String, Map<String, KeptBudget[]>> byFirstCondition;

  BudgetIndex(List<KeptBudget> budgets) {
    unconditional =
        budgets.stream()
            .filter(budget -> budget.terms().selector().conditions().isEmpty())
            .toArray(KeptBudget[]::new);
    Map<String, Map<String, List<KeptBudget>>> filed = new HashMap<>();
    for (KeptBudget budget : budgets) {
      if (!budget.terms().selector().conditions().isEmpty()) {
        TagCondition first = budget.terms().selector().conditions().get(0);
        Map<String, List<KeptBudget>> byValue =
            filed.computeIfAbsent(first.key(), key -> new HashMap<>());
        for (String value : first.values()) {
          byValue.computeIfAbsent(value, any -> new ArrayList<>()).add(budget);
        }
      }
    }
    byFirstCondition = new HashMap<>();
    filed.forEach(
        (key, byValue) -> {
          Map<String, KeptBudget[]> arrays = new HashMap<>();
          byValue.forEach((value, list) -> arrays.put(value, list.toArray(NONE)));
          byFirstCondition.put(key, arrays);
        });
  }

  /** The budgets of all covering budgets in the order of their places. */
  KeptBudget[] find(Tags tags, @Nullable Target target, @Nullable Operation operation) {
    Found found = new Found();
    found.addCovering(unconditional, tags, target, operation, 0);
    if (!byFirstCondition.isEmpty()) {
      for (int i = 0; i < tags.size(); i++) {
        Map<String, KeptBudget[]> byValue = byFirstCondition.get(tags.keyAt(i));
        KeptBudget[] candidates = byValue == null ? null : byValue.get(tags.valueAt(i));
        if (candidates != null) {
          found.addCovering(candidates, tags, target, operation, 1);
        }
      }
    }
    return found.inOrder();
  }

  /** Collects budgets, sorted; never escapes its method, so that it costs no allocation. */
  private static final class Found {
    private KeptBudget[] budgets = NONE;
    private int size;

    void addCovering(
        KeptBudget[] candidates,
        Tags tags,
        @Nullable Target target,
        @Nullable Operation operation,
        int checked) {
      for (KeptBudget candidate : candidates) {
        if (candidate.terms().selector().covers(tags, target, operation, checked)) {
          add(candidate);
        }
      }
    }

    private void add(KeptBudget budget) {
      if (size == budgets.length) {
        budgets = Arrays.copyOf(budgets, size == 0 ? 3 : 2 * size);
      }
      int at = size++;
      while (at > 0 && budgets[at - 1].terms().place() > budget.terms().place()) {
        budgets[at] = budgets[at - 1];
        at--;
      }
      budgets[at] = budget;
    }

    KeptBudget[] inOrder() {
      return size == budgets.length ? budgets : Arrays.copyOf(budgets, size);
    }
  }
}
