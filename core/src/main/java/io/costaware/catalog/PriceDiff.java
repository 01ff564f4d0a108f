package io.costaware.catalog;

import static java.util.Objects.requireNonNull;

import io.costaware.pricing.ListedPrice;
import io.costaware.pricing.PriceSheet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Compares two sheets, price by price. Sources and confidence are not compared.
 *
 * <p>Safe for use by many threads.
 */
public final class PriceDiff {
  private static final Comparator<PriceChange> ORDER =
      Comparator.comparing(
              (PriceChange change) -> RowKey.of(rowOf(change)),
              Comparator.comparing(RowKey::toString))
          .thenComparing(PriceChange::kind);

  private PriceDiff() {}

  /**
   * What the next sheet has differently from the former one, by model.
   *
   * @return empty if both price every call alike
   */
  public static List<PriceChange> between(PriceSheet former, PriceSheet next) {
    Map<RowKey, List<ListedPrice>> before = byKey(former);
    Map<RowKey, List<ListedPrice>> after = byKey(next);
    Set<RowKey> keys = new LinkedHashSet<>(before.keySet());
    keys.addAll(after.keySet());
    List<PriceChange> changes = new ArrayList<>();
    for (RowKey key : keys) {
      compare(
          new ArrayList<>(before.getOrDefault(key, List.of())),
          new ArrayList<>(after.getOrDefault(key, List.of())),
          changes);
    }
    return sorted(changes);
  }

  static List<PriceChange> sorted(List<PriceChange> changes) {
    changes.sort(ORDER);
    return List.copyOf(changes);
  }

  private static ListedPrice rowOf(PriceChange change) {
    return change.before() != null ? change.before() : requireNonNull(change.after(), "after");
  }

  private static Map<RowKey, List<ListedPrice>> byKey(PriceSheet sheet) {
    Map<RowKey, List<ListedPrice>> rows = new LinkedHashMap<>();
    for (ListedPrice price : requireNonNull(sheet, "sheet").prices()) {
      rows.computeIfAbsent(RowKey.of(price), key -> new ArrayList<>()).add(price);
    }
    return rows;
  }

  private static void compare(
      List<ListedPrice> before, List<ListedPrice> after, List<PriceChange> changes) {
    before.removeIf(
        former -> removeFirst(after, next -> sameFigure(former, next) && sameDates(former, next)));
    // What holds from the same moment is the same price, changed; a last pair is too.
    before.removeIf(former -> pair(former, after, changes));
    if (before.size() == 1 && after.size() == 1) {
      changes.add(new PriceChange(PriceChange.Kind.CHANGED, before.remove(0), after.remove(0)));
    }
    before.forEach(row -> changes.add(new PriceChange(PriceChange.Kind.REMOVED, row, null)));
    after.forEach(row -> changes.add(new PriceChange(PriceChange.Kind.ADDED, null, row)));
  }

  private static boolean pair(
      ListedPrice former, List<ListedPrice> after, List<PriceChange> changes) {
    for (int i = 0; i < after.size(); i++) {
      ListedPrice next = after.get(i);
      if (Objects.equals(former.from(), next.from())) {
        changes.add(new PriceChange(PriceChange.Kind.CHANGED, former, next));
        after.remove(i);
        return true;
      }
    }
    return false;
  }

  private static boolean removeFirst(List<ListedPrice> rows, Predicate<ListedPrice> test) {
    for (int i = 0; i < rows.size(); i++) {
      if (test.test(rows.get(i))) {
        rows.remove(i);
        return true;
      }
    }
    return false;
  }

  private static boolean sameFigure(ListedPrice one, ListedPrice other) {
    return one.perUnit().equals(other.perUnit());
  }

  private static boolean sameDates(ListedPrice one, ListedPrice other) {
    return Objects.equals(one.from(), other.from()) && Objects.equals(one.to(), other.to());
  }
}
