package io.costaware.ledger;

import static java.util.Objects.requireNonNull;

import io.costaware.budget.BudgetWindow;
import io.costaware.budget.Demand;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.Target;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what the calls of lost nodes took, life by life, and then says it to the store. Only
 * lives of which something is known are reconciled; of those all must be known, since a call that
 * is left out counts as never made.
 *
 * <p>For use by one thread.
 */
public final class Reconciliation {
  private final SlicedLedger ledger;
  private final SliceStore store;
  private final Map<SliceKey, Map<String, BigDecimal>> taken = new LinkedHashMap<>();
  private final Set<String> lives = new LinkedHashSet<>();

  Reconciliation(SlicedLedger ledger, SliceStore store) {
    this.ledger = ledger;
    this.store = store;
  }

  /**
   * Adds what a call took, in each counter that it counts in. Windows that count no more are passed
   * over.
   *
   * @param life that of the node which made the call; see {@link SlicedLedger.Builder#life}
   * @param spent what it took, in the ledger's currency if its cost is known
   * @param atMillis when it was made, in milliseconds of the epoch
   */
  public Reconciliation add(
      String life,
      Tags tags,
      @Nullable Target target,
      @Nullable Operation operation,
      Demand spent,
      long atMillis) {
    lives.add(requireNonNull(life, "life"));
    for (KeptBudget budget : ledger.book().page().index().find(tags, target, operation)) {
      BudgetWindow.Span span = budget.window().at(atMillis);
      long from = budget.window().countsFromMillis(budget.spanAt(ledger.clock().millis()));
      if (span.startMillis() >= from && budget.quantity().isKnownIn(spent)) {
        SubjectTable table = budget.table();
        SliceKey key = budget.key(table == null ? "" : table.wordsOf(tags), span);
        taken
            .computeIfAbsent(key, k -> new HashMap<>())
            .merge(life, budget.quantity().exact(spent), BigDecimal::add);
      }
    }
    return this;
  }

  /**
   * Tells the store what the lost parts of these lives really took. Parts whose lease still runs
   * are left alone; so are parts that last reported nothing held.
   *
   * @return what was reconciled
   * @throws SliceStoreException if the store does not answer; it may be tried again
   */
  public List<ReconciledSlice> tell() {
    Map<SliceKey, List<LostSlice>> lost = new LinkedHashMap<>();
    for (LostSlice part : ledger.lost()) {
      lost.computeIfAbsent(part.key(), key -> new ArrayList<>()).add(part);
    }
    // This node may never have had a call in some of the counters.
    taken.keySet().forEach(key -> lost.computeIfAbsent(key, store::lost));
    List<ReconciledSlice> told = new ArrayList<>();
    lost.forEach(
        (key, parts) -> {
          for (LostSlice part : parts) {
            String life = life(part.node());
            if (lives.contains(life) && isFirst(part.node())) {
              BigInteger actual = taken(key, life);
              if (store.reconcile(key, part.node(), actual)) {
                told.add(new ReconciledSlice(part, actual));
              }
            }
          }
        });
    return told;
  }

  private BigInteger taken(SliceKey key, String life) {
    return taken
        .getOrDefault(key, Map.of())
        .getOrDefault(life, BigDecimal.ZERO)
        .setScale(0, RoundingMode.CEILING)
        .toBigIntegerExact();
  }

  /**
   * Whether a part is its life's first one in its counter. Later ones count beside others, of which
   * it is not known what is theirs; what they held stays counted as spent.
   */
  private static boolean isFirst(String part) {
    return part.endsWith("#0");
  }

  /** The life in the name of a part, {@code node/life#number}. */
  private static String life(String part) {
    int end = part.lastIndexOf('#');
    String name = end < 0 ? part : part.substring(0, end);
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
