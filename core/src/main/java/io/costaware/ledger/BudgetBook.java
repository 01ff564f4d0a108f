package io.costaware.ledger;

import static java.util.Objects.requireNonNull;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.budget.BudgetStatus;
import io.costaware.budget.BudgetWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The budgets of a ledger and where to find their counters. May be given other budgets while calls
 * run; those that count the same go on with their counters.
 *
 * <p>Safe for use by many threads.
 */
final class BudgetBook {
  /**
   * The budgets at one time.
   *
   * @param budgets in the order in which they hold
   * @param index the same, to be found by tags
   */
  record Page(List<KeptBudget> budgets, BudgetIndex index) {}

  private final Currency currency;
  private final @Nullable SliceDesk desk;
  private final Map<List<String>, SubjectTable> tables = new ConcurrentHashMap<>();
  private volatile Page page = new Page(List.of(), new BudgetIndex(List.of()));

  /**
   * A book without budgets.
   *
   * @param desk where room comes from in a fleet; null if limits are this ledger's alone
   */
  BudgetBook(Currency currency, @Nullable SliceDesk desk) {
    this.currency = requireNonNull(currency, "currency");
    this.desk = desk;
  }

  Page page() {
    return page;
  }

  /** Drops the counters of subjects that do not matter any more. */
  void forget(long nowMillis) {
    for (SubjectTable table : tables.values()) {
      for (Subject subject : table.subjects()) {
        for (CounterChain chain : subject.chains()) {
          chain.retireIfOver(nowMillis);
        }
      }
    }
  }

  /**
   * Puts budgets in the place of those there are.
   *
   * @return the names of those that begin without any spend
   */
  synchronized Set<String> replace(List<Budget> budgets, long nowMillis) {
    Map<String, KeptBudget> before = new HashMap<>();
    page.budgets().forEach(budget -> before.put(budget.name(), budget));
    List<KeptBudget> kept = new ArrayList<>();
    List<Runnable> changes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<String> begun = new LinkedHashSet<>();
    int life = -1;
    for (Budget budget : budgets) {
      if (!names.add(budget.name())) {
        throw refusal(budget, "there is another budget of that name; give each its own");
      }
      Amount limit = limit(budget);
      BudgetWindow window = window(budget);
      BudgetTerms terms = new BudgetTerms(kept.size(), budget);
      KeptBudget there = before.get(budget.name());
      if (there != null && there.countsLike(budget, limit, window)) {
        changes.add(() -> there.terms(terms));
        kept.add(there);
      } else {
        begun.add(budget.name());
        if (life < 0) {
          life = desk == null ? 0 : desk.beginLife();
        }
        kept.add(
            new KeptBudget(
                budget, limit, window, currency, terms, table(budget), desk, life, nowMillis));
      }
    }
    // Nothing has changed until here, so that a budget that is refused leaves all as it was.
    changes.forEach(Runnable::run);
    page = new Page(List.copyOf(kept), new BudgetIndex(kept));
    return begun;
  }

  private @Nullable SubjectTable table(Budget budget) {
    List<String> each = budget.selector().each();
    return each.isEmpty() ? null : tables.computeIfAbsent(each, SubjectTable::new);
  }

  private Amount limit(Budget budget) {
    Amount limit = budget.limit();
    if (limit == null) {
      throw refusal(budget, "it has no limit; say limit(\"100\", \"USD\") or limitTokens(...)");
    }
    refuseOther(budget, "limit", limit);
    budget
        .rules()
        .raises()
        .forEach(
            raise -> {
              if (LimitedQuantity.of(raise.by()) != LimitedQuantity.of(limit)) {
                throw refusal(
                    budget,
                    "its raise of " + raise.by() + " is not in the unit of its limit " + limit);
              }
              refuseOther(budget, "raise", raise.by());
            });
    return limit;
  }

  private void refuseOther(Budget budget, String what, Amount amount) {
    if (amount instanceof Amount.OfMoney money && !money.money().currency().equals(currency)) {
      throw refusal(
          budget,
          "its "
              + what
              + " is in "
              + money.money().currency()
              + ", but this ledger counts in "
              + currency
              + "; convert the "
              + what);
    }
  }

  private static BudgetWindow window(Budget budget) {
    BudgetWindow window = budget.window();
    if (window == null) {
      throw refusal(budget, "it has no window; say perMonth(zone), another one, or lifetime()");
    }
    if (window.forgottenAfter() != null && budget.selector().each().isEmpty()) {
      throw refusal(
          budget,
          "its window is per run, but no tag names the runs; say perRun(\"run\", "
              + "Duration.parse(\""
              + window.forgottenAfter()
              + "\")), or each(...) beside it");
    }
    return window;
  }

  private static IllegalArgumentException refusal(Budget budget, String problem) {
    return new IllegalArgumentException("Budget '" + budget.name() + "': " + problem);
  }

  /** Where the budgets stand that all their calls share. */
  List<BudgetStatus> status(long nowMillis) {
    return page.budgets().stream()
        .filter(budget -> budget.table() == null)
        .map(budget -> budget.shared().latestAt(nowMillis).status(nowMillis))
        .toList();
  }

  /** Where one budget stands, or each of its subjects. */
  Stream<BudgetStatus> status(String name, long nowMillis) {
    List<KeptBudget> all = page.budgets();
    for (KeptBudget budget : all) {
      if (budget.name().equals(name)) {
        return budget.counters(nowMillis).stream().map(counter -> counter.status(nowMillis));
      }
    }
    throw new IllegalArgumentException(
        "There is no budget '"
            + name
            + "'; there are "
            + all.stream().map(KeptBudget::name).toList());
  }

  /** When the oldest of the windows that count now began; null if there is no budget. */
  @Nullable Instant oldestWindowStart(long nowMillis) {
    return page.budgets().stream()
        .map(budget -> Math.max(0, budget.window().countsFromMillis(budget.spanAt(nowMillis))))
        .min(Long::compare)
        .map(Instant::ofEpochMilli)
        .orElse(null);
  }
}
