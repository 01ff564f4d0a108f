package io.costaware;

import io.costaware.budget.BudgetSelector;
import io.costaware.target.ModelNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether budgets name models as calls are counted: by base ids. A budget on the id of an inference
 * profile would never match, and limit nothing without a word.
 */
final class BudgetModels {
  private BudgetModels() {}

  /**
   * What is wrong, budget by budget. An id that no price sheet knows is taken: it may be new.
   *
   * @param selectors what each budget covers, by its name
   */
  static List<String> faults(Map<String, BudgetSelector> selectors) {
    List<String> faults = new ArrayList<>();
    selectors.forEach(
        (budget, selector) -> {
          for (String model : new TreeSet<>(selector.models())) {
            String base = ModelNames.baseId(model, selector.providers());
            if (!model.equals(base)) {
              faults.add(unmatched(budget, model, base));
            }
          }
        });
    return faults;
  }

  private static String unmatched(String budget, String model, @Nullable String base) {
    return "Budget '"
        + budget
        + "' asks for model '"
        + model
        + "', a name to call a model by, which covers nothing; write its base id"
        + (base == null ? ", such as anthropic.claude-sonnet-4-6" : " " + base);
  }
}
