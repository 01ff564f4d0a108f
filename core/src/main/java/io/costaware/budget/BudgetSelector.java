package io.costaware.budget;

import static java.util.Objects.requireNonNull;

import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import io.costaware.target.Target;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which calls a budget covers: those that meet every condition. An empty part asks for nothing.
 *
 * <p>Immutable.
 *
 * @param conditions what is asked of tags
 * @param each the tags whose every value has a share of its own; a call without one of them is not
 *     covered
 * @param providers any of these
 * @param models any of these base model ids
 * @param operations any of these kinds of call
 */
public record BudgetSelector(
    List<TagCondition> conditions,
    List<String> each,
    Set<Provider> providers,
    Set<String> models,
    Set<Operation> operations) {
  /** Every call. */
  public static final BudgetSelector EVERYTHING =
      new BudgetSelector(List.of(), List.of(), Set.of(), Set.of(), Set.of());

  /** Copies what it is given. */
  public BudgetSelector {
    conditions = List.copyOf(conditions);
    each = List.copyOf(each);
    providers = Set.copyOf(providers);
    models = Set.copyOf(models);
    operations = Set.copyOf(operations);
  }

  /**
   * Whether a call is covered.
   *
   * @param target where it goes; null if its name led to nothing priceable, which only a selector
   *     without providers and models covers
   * @param operation what is called; null if that is not known, which only a selector without
   *     operations covers
   */
  public boolean covers(Tags tags, @Nullable Target target, @Nullable Operation operation) {
    return covers(tags, target, operation, 0);
  }

  /**
   * The same without looking at the first so many conditions, which an index has looked at.
   *
   * @param checked how many
   */
  public boolean covers(
      Tags tags, @Nullable Target target, @Nullable Operation operation, int checked) {
    for (int i = checked; i < conditions.size(); i++) {
      if (!conditions.get(i).holdsFor(tags)) {
        return false;
      }
    }
    for (int i = 0; i < each.size(); i++) {
      if (tags.get(each.get(i)) == null) {
        return false;
      }
    }
    return coversTarget(target)
        && (operations.isEmpty() || (operation != null && operations.contains(operation)));
  }

  private boolean coversTarget(@Nullable Target target) {
    if (providers.isEmpty() && models.isEmpty()) {
      return true;
    }
    return target != null
        && (providers.isEmpty() || providers.contains(target.provider()))
        && (models.isEmpty() || models.contains(target.model()));
  }

  /** The keys of all tags that it looks at. */
  public Set<String> tagKeys() {
    Set<String> keys = new TreeSet<>(each);
    conditions.forEach(condition -> keys.add(condition.key()));
    return keys;
  }

  /** For example {@code where team=support for each tenant}; empty if it covers every call. */
  @Override
  public String toString() {
    StringJoiner words = new StringJoiner(" and ", " where ", "").setEmptyValue("");
    conditions.forEach(condition -> words.add(condition.toString()));
    if (!providers.isEmpty()) {
      words.add("provider=" + words(providers.stream().map(Provider::id).sorted().toList()));
    }
    if (!models.isEmpty()) {
      words.add("model=" + words(models.stream().sorted().toList()));
    }
    if (!operations.isEmpty()) {
      words.add("operation=" + words(operations.stream().map(Operation::id).sorted().toList()));
    }
    return words + (each.isEmpty() ? "" : " for each " + String.join(" and ", each));
  }

  private static String words(List<String> values) {
    requireNonNull(values, "values");
    return String.join(" or ", values);
  }

  BudgetSelector conditions(List<TagCondition> next) {
    return new BudgetSelector(next, each, providers, models, operations);
  }

  BudgetSelector each(List<String> next) {
    return new BudgetSelector(conditions, next, providers, models, operations);
  }

  BudgetSelector providers(Set<Provider> next) {
    return new BudgetSelector(conditions, each, next, models, operations);
  }

  BudgetSelector models(Set<String> next) {
    return new BudgetSelector(conditions, each, providers, next, operations);
  }

  BudgetSelector operations(Set<Operation> next) {
    return new BudgetSelector(conditions, each, providers, models, next);
  }
}
