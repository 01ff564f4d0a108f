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
  private static final BudgetAccount[] NONE = {};

  private final BudgetAccount[] unconditional;
  private final Map<String, Map<String, BudgetAccount[]>> byFirstCondition;

  BudgetIndex(List<BudgetAccount> accounts) {
    unconditional =
        accounts.stream()
            .filter(account -> account.conditions().isEmpty())
            .toArray(BudgetAccount[]::new);
    Map<String, Map<String, List<BudgetAccount>>> filed = new HashMap<>();
    for (BudgetAccount account : accounts) {
      if (!account.conditions().isEmpty()) {
        TagCondition first = account.conditions().get(0);
        Map<String, List<BudgetAccount>> byValue =
            filed.computeIfAbsent(first.key(), key -> new HashMap<>());
        for (String value : first.values()) {
          byValue.computeIfAbsent(value, any -> new ArrayList<>()).add(account);
        }
      }
    }
    byFirstCondition = new HashMap<>();
    filed.forEach(
        (key, byValue) -> {
          Map<String, BudgetAccount[]> arrays = new HashMap<>();
          byValue.forEach((value, list) -> arrays.put(value, list.toArray(NONE)));
          byFirstCondition.put(key, arrays);
        });
  }

  /** The accounts of all covering budgets in the order of their places. */
  BudgetAccount[] find(Tags tags, @Nullable Target target, @Nullable Operation operation) {
    Found found = new Found();
    found.addCovering(unconditional, tags, target, operation, 0);
    if (!byFirstCondition.isEmpty()) {
      for (int i = 0; i < tags.size(); i++) {
        Map<String, BudgetAccount[]> byValue = byFirstCondition.get(tags.keyAt(i));
        BudgetAccount[] candidates = byValue == null ? null : byValue.get(tags.valueAt(i));
        if (candidates != null) {
          found.addCovering(candidates, tags, target, operation, 1);
        }
      }
    }
    return found.inOrder();
  }

  /** Collects accounts, sorted; never escapes its method, so that it costs no allocation. */
  private static final class Found {
    private BudgetAccount[] accounts = NONE;
    private int size;

    void addCovering(
        BudgetAccount[] candidates,
        Tags tags,
        @Nullable Target target,
        @Nullable Operation operation,
        int checked) {
      for (BudgetAccount candidate : candidates) {
        if (candidate.covers(tags, target, operation, checked)) {
          add(candidate);
        }
      }
    }

    private void add(BudgetAccount account) {
      if (size == accounts.length) {
        accounts = Arrays.copyOf(accounts, size == 0 ? 3 : 2 * size);
      }
      int at = size++;
      while (at > 0 && accounts[at - 1].place() > account.place()) {
        accounts[at] = accounts[at - 1];
        at--;
      }
      accounts[at] = account;
    }

    BudgetAccount[] inOrder() {
      return size == accounts.length ? accounts : Arrays.copyOf(accounts, size);
    }
  }
}
