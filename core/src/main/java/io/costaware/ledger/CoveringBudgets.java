package io.costaware.ledger;

import io.costaware.budget.BudgetMode;
import io.costaware.budget.BudgetRules;
import io.costaware.budget.Coverage;
import io.costaware.budget.NearLimit;
import io.costaware.budget.OutputExpectation;
import io.costaware.budget.StreamRule;
import io.costaware.tags.Tags;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The counters of the budgets that cover a call, in the order in which they hold. */
final class CoveringBudgets implements Coverage {
  private final HoldingLedger ledger;
  private final CounterChain[] chains;
  private final @Nullable CounterChain overfull;

  /**
   * A coverage.
   *
   * @param overfull stands for a budget that keeps count of as many subjects as it may, and of none
   *     for this call; null if there is none such
   */
  CoveringBudgets(HoldingLedger ledger, CounterChain[] chains, @Nullable CounterChain overfull) {
    this.ledger = ledger;
    this.chains = chains;
    this.overfull = overfull;
  }

  /** The counters of these budgets for a call with these tags. */
  static CoveringBudgets of(HoldingLedger ledger, KeptBudget[] found, Tags tags) {
    CounterChain[] chains = new CounterChain[found.length];
    int size = 0;
    CounterChain overfull = null;
    SubjectTable table = null;
    Subject subject = null;
    for (KeptBudget budget : found) {
      SubjectTable ofBudget = budget.table();
      if (ofBudget == null) {
        chains[size++] = budget.shared();
        continue;
      }
      if (subject == null || ofBudget != table) {
        table = ofBudget;
        subject = ofBudget.of(tags);
      }
      CounterChain chain = ofBudget.chain(subject, budget);
      if (chain != null) {
        chains[size++] = chain;
      } else if (overfull == null || overfull.budget().terms().rules().mode() == BudgetMode.WARN) {
        // One that refuses comes before those that only warn.
        overfull = new CounterChain(budget, subject);
      }
    }
    CounterChain[] all = size == chains.length ? chains : Arrays.copyOf(chains, size);
    return new CoveringBudgets(ledger, all, overfull);
  }

  boolean isOf(HoldingLedger asked) {
    return ledger == asked;
  }

  CounterChain[] chains() {
    return chains;
  }

  WindowCounter[] at(long epochMillis) {
    WindowCounter[] counters = new WindowCounter[chains.length];
    for (int i = 0; i < counters.length; i++) {
      counters[i] = chains[i].latestAt(epochMillis);
    }
    return counters;
  }

  /** A counter of the budget that has no room for one more subject; null if all have. */
  @Nullable WindowCounter overfullAt(long epochMillis) {
    return overfull == null ? null : overfull.latestAt(epochMillis);
  }

  @Override
  public boolean isEmpty() {
    return chains.length == 0 && overfull == null;
  }

  @Override
  public boolean limitsMoney() {
    for (CounterChain chain : chains) {
      if (chain.budget().quantity() == LimitedQuantity.MONEY) {
        return true;
      }
    }
    return false;
  }

  @Override
  public OutputExpectation output() {
    OutputExpectation all = OutputExpectation.NONE;
    for (CounterChain chain : chains) {
      if (chain.budget().quantity() != LimitedQuantity.REQUESTS) {
        OutputExpectation one = rules(chain).output();
        all = one.equals(all) ? all : all.and(one);
      }
    }
    return all;
  }

  @Override
  public NearLimit nearLimit(String budget) {
    for (CounterChain chain : chains) {
      if (chain.budget().name().equals(budget)) {
        return rules(chain).nearLimit();
      }
    }
    return NearLimit.REFUSE;
  }

  @Override
  public StreamRule streams() {
    CounterChain strictest = strictestOnStreams();
    return strictest == null ? StreamRule.EXTEND : rules(strictest).streams();
  }

  @Override
  public @Nullable String streamsBudget() {
    CounterChain strictest = strictestOnStreams();
    return strictest == null ? null : strictest.budget().name();
  }

  private @Nullable CounterChain strictestOnStreams() {
    CounterChain strictest = null;
    for (CounterChain chain : chains) {
      if (rules(chain).mode() != BudgetMode.WARN
          && (strictest == null
              || rules(chain).streams().compareTo(rules(strictest).streams()) > 0)) {
        strictest = chain;
      }
    }
    return strictest;
  }

  private static BudgetRules rules(CounterChain chain) {
    return chain.budget().terms().rules();
  }
}
