package io.costaware;

import io.costaware.budget.Budget;
import io.costaware.budget.BudgetLedger;
import io.costaware.config.Configuration;
import io.costaware.config.ConfigurationException;
import io.costaware.config.ConfigurationFile;
import io.costaware.tags.TagRules;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a ledger's budgets as the configuration file says. What the file says is put in force
 * whole, or not at all: then what was in force stays.
 *
 * <p>Safe for use by many threads.
 */
final class BudgetReload {
  /** How often the file is looked at. */
  static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(CostAware.class);

  private final ConfigurationFile file;
  private final List<Budget> fixed;
  private final @Nullable TagRules rules;
  private final @Nullable History history;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private long lookedNanos;
  private @Nullable BudgetLedger ledger;
  private volatile ConfigurationHealth health;

  /**
   * Prepares.
   *
   * @param fixed budgets that the file neither has nor changes
   * @param rules what budgets may ask of tags; null if anything
   * @param history the past of new budgets; null if the ledger sees to that itself
   */
  BudgetReload(
      ConfigurationFile file,
      List<Budget> fixed,
      @Nullable TagRules rules,
      @Nullable History history,
      InstantSource clock,
      LongSupplier nanos) {
    this.file = file;
    this.fixed = List.copyOf(fixed);
    this.rules = rules;
    this.history = history;
    this.clock = clock;
    this.nanos = nanos;
    this.lookedNanos = nanos.getAsLong();
    this.health = new ConfigurationHealth(file.name(), clock.instant(), List.of());
  }

  /**
   * The budgets to begin with: the fixed ones and those of the file.
   *
   * @throws ConfigurationException if the file is refused
   */
  synchronized List<Budget> first() {
    return checked(file.read());
  }

  /** Says whose budgets to keep; its budgets are those of the file by now. */
  synchronized void keep(BudgetLedger ledger) {
    this.ledger = ledger;
  }

  ConfigurationHealth health() {
    return health;
  }

  /** Looks whether the file has changed, if it is time; to be called now and then. */
  synchronized void look() {
    long now = nanos.getAsLong();
    BudgetLedger kept = ledger;
    if (kept == null || now - lookedNanos < INTERVAL.toNanos()) {
      return;
    }
    lookedNanos = now;
    try {
      Configuration changed = file.changed();
      if (changed != null) {
        var unused = putInForce(changed, kept);
      }
    } catch (ConfigurationException e) {
      // Has been told.
      refused(e);
    }
  }

  /**
   * Reads the file now and puts what it says in force.
   *
   * @return the names of the budgets that began anew
   * @throws ConfigurationException if it is refused; then nothing has changed
   */
  synchronized Set<String> now() {
    BudgetLedger kept = ledger;
    if (kept == null) {
      throw new IllegalStateException("There is no ledger yet whose budgets could be changed");
    }
    try {
      return putInForce(file.read(), kept);
    } catch (ConfigurationException e) {
      refused(e);
      throw e;
    }
  }

  private Set<String> putInForce(Configuration configuration, BudgetLedger kept) {
    List<Budget> budgets = checked(configuration);
    Instant begin = clock.instant();
    Set<String> begun = replaced(budgets, kept);
    List<String> faults = begun.isEmpty() ? List.of() : rebuilt(budgets, begun, begin, kept);
    health = new ConfigurationHealth(file.name(), begin, faults);
    LOG.info(
        "Configuration {} is in force: {} budget(s), begun anew {}",
        file.name(),
        budgets.size(),
        begun);
    return begun;
  }

  private Set<String> replaced(List<Budget> budgets, BudgetLedger kept) {
    try {
      return kept.replace(budgets);
    } catch (RuntimeException e) {
      throw new ConfigurationException(file.name(), List.of(String.valueOf(e.getMessage())), e);
    }
  }

  private List<String> rebuilt(
      List<Budget> budgets, Set<String> begun, Instant begin, BudgetLedger kept) {
    if (history == null) {
      LOG.info("Budgets {} begin anew, with what their ledger knows of them", begun);
      return List.of();
    }
    try {
      history.restore(kept, budgets, begun, begin);
      return List.of();
    } catch (RuntimeException e) {
      LOG.warn("Budgets {} begin without all of their past", begun, e);
      return List.of("Budgets " + begun + " begin without all of their past: " + e.getMessage());
    }
  }

  private void refused(ConfigurationException refusal) {
    List<String> faults = refusal.faults();
    health = new ConfigurationHealth(file.name(), health.inForceSince(), faults);
    LOG.warn(
        "Configuration {} has changed and is refused; the budgets stay as they were. {} fault(s):"
            + " {}",
        file.name(),
        faults.size(),
        String.join("; ", faults));
  }

  /** All budgets together, if they do not contradict one another or the tag rules. */
  private List<Budget> checked(Configuration configuration) {
    Set<String> names = new HashSet<>();
    fixed.forEach(budget -> names.add(budget.name()));
    List<String> faults = new ArrayList<>();
    for (Budget budget : configuration.budgets()) {
      if (names.contains(budget.name())) {
        faults.add(
            "Budget '"
                + budget.name()
                + "' is also given in code; give it in one place, or another name");
      }
    }
    faults.addAll(BudgetTags.faults(rules, configuration.budgets()));
    if (!faults.isEmpty()) {
      throw new ConfigurationException(file.name(), faults, null);
    }
    List<Budget> all = new ArrayList<>(fixed);
    all.addAll(configuration.budgets());
    return all;
  }
}
