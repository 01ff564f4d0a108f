package io.costaware.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.costaware.budget.Amount;
import io.costaware.budget.Budget;
import io.costaware.budget.BudgetStatus;
import io.costaware.budget.Coverage;
import io.costaware.budget.Demand;
import io.costaware.budget.Hold;
import io.costaware.budget.HoldAnswer;
import io.costaware.budget.Settlement;
import io.costaware.money.Money;
import io.costaware.tags.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LedgerPropertiesTest {
  private static final long START = Instant.parse("2026-11-21T11:00:00Z").toEpochMilli();
  private static final long LIFETIME = 10;

  /** What happens next, read from one number. */
  private record Step(int what, int amount, int which) {
    static Step of(int seed) {
      return new Step(seed % 6, (seed / 6) % 50, seed / 300);
    }
  }

  /** A ledger and, beside it, the plainest books one could keep. */
  private static final class Books {
    private final InMemoryLedger ledger =
        InMemoryLedger.of(
            List.of(
                Budget.named("money").limit("0.000000000400", "USD").lifetime(),
                Budget.named("tokens").limitTokens(300).lifetime()),
            Money.USD,
            Duration.ofMillis(LIFETIME),
            InstantSource.fixed(Instant.ofEpochMilli(START)));
    private final Coverage coverage = ledger.match(Tags.none(), null);
    private final List<Hold> holds = new ArrayList<>();
    private final Map<Hold, Demand> open = new HashMap<>();
    private final Map<Hold, Long> deadlines = new HashMap<>();
    private final Set<Hold> expired = new HashSet<>();
    private Demand settled = demand(0, true);
    private Demand overshoot = demand(0, true);
    private long now = START;

    static Demand demand(int amount, boolean whole) {
      Money money =
          whole ? Money.ofPicos(amount, Money.USD) : Money.usd("0.0000000000001").times(amount);
      return Demand.of(money, amount, 1);
    }

    void take(Step step) {
      boolean whole = step.which() % 5 != 0;
      Demand demand = demand(step.amount(), whole);
      now++;
      if (step.what() < 2 || holds.isEmpty()) {
        hold(demand);
        return;
      }
      Hold hold = holds.get(step.which() % holds.size());
      switch (step.what()) {
        case 2 -> extend(hold, demand);
        case 3 -> assertThat(ledger.settle(hold, demand)).isEqualTo(ended(hold, demand));
        case 4 ->
            assertThat(ledger.release(hold))
                .isEqualTo(ended(hold, Demand.ofPicos(0, Money.USD, 0, 0)));
        default -> expire();
      }
    }

    private void hold(Demand demand) {
      if (ledger.hold(coverage, demand, now) instanceof HoldAnswer.Granted granted) {
        holds.add(granted.hold());
        open.put(granted.hold(), demand);
        deadlines.put(granted.hold(), now + LIFETIME);
      }
    }

    private void extend(Hold hold, Demand more) {
      Demand before = open.get(hold);
      if (before != null && ledger.extend(hold, more) instanceof HoldAnswer.Granted) {
        open.put(hold, before.plus(more));
      }
    }

    private Settlement ended(Hold hold, Demand actual) {
      Demand held = open.remove(hold);
      if (held == null && !expired.remove(hold)) {
        return Settlement.ALREADY_ENDED;
      }
      settled = settled.plus(actual);
      Demand covered = held == null ? Demand.ofPicos(0, Money.USD, 0, 0) : held;
      Money over = actual.cost().minus(covered.cost());
      overshoot =
          overshoot.plus(
              Demand.of(
                  over.isNegative() ? Money.zero(Money.USD) : over,
                  Math.max(0, actual.tokens() - covered.tokens()),
                  Math.max(0, actual.requests() - covered.requests())));
      return held == null ? Settlement.AFTER_EXPIRY : Settlement.ENDED;
    }

    private void expire() {
      List<Hold> due = open.keySet().stream().filter(h -> deadlines.get(h) <= now).toList();
      assertThat(ledger.expire(now)).isEqualTo(due.size());
      expired.addAll(due);
      due.forEach(open::remove);
    }

    void check() {
      Demand held = open.values().stream().reduce(Demand.ofPicos(0, Money.USD, 0, 0), Demand::plus);
      BudgetStatus money = ledger.status().get(0);
      assertThat(money.settled()).isEqualTo(new Amount.OfMoney(settled.cost()));
      assertThat(money.held()).isEqualTo(new Amount.OfMoney(held.cost()));
      BudgetStatus tokens = ledger.status().get(1);
      assertThat(tokens.settled()).isEqualTo(new Amount.OfTokens(settled.tokens()));
      assertThat(tokens.held()).isEqualTo(new Amount.OfTokens(held.tokens()));
      assertThat(ledger.openHolds()).isEqualTo(open.size());
      assertThat(ledger.overshoot().cost()).isEqualTo(overshoot.cost());
      assertThat(ledger.overshoot().tokens()).isEqualTo(overshoot.tokens());
    }
  }

  @Property
  @Tag("litellm#40050")
  @Tag("litellm#36926")
  void B3_whateverHappensSettledAndHeldAreExact(
      @ForAll @Size(max = 120) List<@IntRange(min = 0, max = 29_999) Integer> seeds) {
    Books books = new Books();
    for (int seed : seeds) {
      books.take(Step.of(seed));
      books.check();
    }
  }
}
