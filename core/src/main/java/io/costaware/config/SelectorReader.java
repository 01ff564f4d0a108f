package io.costaware.config;

import io.costaware.budget.Budget;
import io.costaware.config.Setting.Kind;
import io.costaware.target.ModelNames;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads which calls a budget covers.
 *
 * <p>For use by one thread.
 */
final class SelectorReader {
  private final Faults faults;
  private final SettingValues values;

  SelectorReader(Faults faults) {
    this.faults = faults;
    this.values = new SettingValues(faults);
  }

  /** The budget with what it covers. */
  Budget read(Budget start, Fields fields) {
    Budget budget = where(start, fields.get("where"));
    Setting each = fields.get("each");
    if (each != null) {
      Set<String> keys = values.texts(each, "the key of a tag");
      budget =
          keys.isEmpty()
              ? budget
              : faults.changed(each, budget, before -> before.each(keys.toArray(String[]::new)));
    }
    List<Provider> providers = providers(fields.get("provider"));
    budget = providers.isEmpty() ? budget : budget.provider(providers.toArray(Provider[]::new));
    budget = models(budget, fields.get("model"), providers);
    List<Operation> operations = operations(fields.get("operation"), providers);
    return operations.isEmpty() ? budget : budget.operation(operations.toArray(Operation[]::new));
  }

  private Budget where(Budget before, @Nullable Setting setting) {
    if (setting == null) {
      return before;
    }
    if (setting.kind() != Kind.OBJECT) {
      faults.add(
          setting,
          "must be an object of tags and their values, such as {team: support}; it is "
              + setting.shown());
      return before;
    }
    Budget budget = before;
    for (Map.Entry<String, Setting> tag : setting.fields().entrySet()) {
      Set<String> any = values.texts(tag.getValue(), "a value of the tag");
      if (!any.isEmpty()) {
        budget =
            faults.changed(
                tag.getValue(), budget, so -> so.anyOf(tag.getKey(), any.toArray(String[]::new)));
      }
    }
    return budget;
  }

  private List<Provider> providers(@Nullable Setting setting) {
    Map<String, Provider> byId = new LinkedHashMap<>();
    Arrays.stream(Provider.values()).forEach(provider -> byId.put(provider.id(), provider));
    return chosen(setting, byId);
  }

  private <T> List<T> chosen(@Nullable Setting setting, Map<String, T> choices) {
    List<T> chosen = new ArrayList<>();
    for (Setting one : distinct(setting)) {
      T choice = values.choice(one, choices);
      if (choice != null) {
        chosen.add(choice);
      }
    }
    return chosen;
  }

  /** The elements of a list, or the one value; a fault for each that stands twice. */
  private List<Setting> distinct(@Nullable Setting setting) {
    if (setting == null || setting.kind() != Kind.LIST) {
      return setting == null ? List.of() : List.of(setting);
    }
    Set<String> texts = values.texts(setting, "a name");
    List<Setting> distinct = new ArrayList<>();
    for (Setting one : setting.elements()) {
      if (one.kind() == Kind.TEXT && texts.remove(one.text())) {
        distinct.add(one);
      }
    }
    return distinct;
  }

  private Budget models(Budget before, @Nullable Setting setting, List<Provider> providers) {
    List<String> models = new ArrayList<>();
    for (Setting one : distinct(setting)) {
      String model = values.text(one, "the base id of a model");
      String base = model == null ? null : ModelNames.baseId(model, providers);
      if (model != null && model.equals(base)) {
        models.add(model);
      } else if (model != null) {
        faults.add(
            one,
            "is "
                + one.shown()
                + ", a name to call a model by, which covers nothing; write its base id"
                + (base == null ? ", such as anthropic.claude-sonnet-4-6" : " " + base));
      }
    }
    return models.isEmpty() ? before : before.model(models.toArray(String[]::new));
  }

  private List<Operation> operations(@Nullable Setting setting, List<Provider> providers) {
    Map<String, List<Operation>> byId = new LinkedHashMap<>();
    for (Operation operation : Operation.values()) {
      if (providers.isEmpty() || providers.contains(operation.provider())) {
        byId.computeIfAbsent(operation.id(), id -> new ArrayList<>()).add(operation);
      }
    }
    return chosen(setting, byId).stream().flatMap(List::stream).toList();
  }
}
