package io.costaware.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.costaware.budget.Budget;
import io.costaware.budget.BudgetMode;
import io.costaware.budget.BudgetStatus;
import io.costaware.budget.BudgetWindow;
import io.costaware.budget.Demand;
import io.costaware.budget.Hold;
import io.costaware.budget.HoldAnswer;
import io.costaware.budget.Settlement;
import io.costaware.budget.Shortfall;
import io.costaware.money.Money;
import io.costaware.tags.Tags;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A ledger and, beside it, books that keep a line for each hold and add all of them up. */
final class LedgerModel {
  // A day before Berlin's clocks go back, so that a day of 25 hours is among those that pass.
  private static final long START = Instant.parse("2026-10-24T21:30:00Z").toEpochMilli();
  private static final long LIFETIME = Duration.ofMinutes(20).toMillis();
  private static final String DAY = "day";
  private static final String ROLLING = "rolling";
  private static final String TENANTS = "tenants";
  private static final String CALLS = "calls";
  private static final List<String> NAMES = List.of(DAY, ROLLING, TENANTS, CALLS);

  /** One hold: what it holds while it is open, what it took afterwards. */
  private static final class Line {
    private final Hold hold;
    private final String tenant;
    private final long openedAt;
    private Demand held;
    private boolean open = true;
    private boolean expired;
    private Demand taken = Demand.ofPicos(0, Money.USD, 0, 0);

    Line(Hold hold, String tenant, long openedAt, Demand held) {
      this.hold = hold;
      this.tenant = tenant;
      this.openedAt = openedAt;
      this.held = held;
    }

    Demand committed() {
      return open ? held : taken;
    }
  }

  private final List<Line> lines = new ArrayList<>();
  private long now = START;
  private List<Budget> budgets = budgets(0);
  private final InMemoryLedger ledger =
      InMemoryLedger.of(
          budgets, Money.USD, Duration.ofMillis(LIFETIME), () -> Instant.ofEpochMilli(now));

  /** The four budgets with one of 27 sets of terms. */
  private static List<Budget> budgets(int terms) {
    Budget calls = Budget.named(CALLS).limitRequests(6 + 3 * (terms % 3)).perHour(ZoneId.of("UTC"));
    Budget tenants =
        Budget.named(TENANTS)
            .each("tenant")
            .limitTokens(60)
            .within(BudgetWindow.hour(ZoneId.of("UTC")));
    return List.of(
        Budget.named(DAY)
            .limit(Money.ofPicos(150 + 50 * (terms / 3 % 3), Money.USD))
            .perDay(ZoneId.of("Europe/Berlin")),
        Budget.named(ROLLING)
            .limitTokens(120 - 20 * (terms % 3))
            .perRolling(Duration.ofHours(1), 4),
        terms / 3 % 3 == 1 ? tenants.warnOnly() : tenants,
        switch (terms / 9) {
          case 0 -> calls;
          case 1 -> calls.warnOnly();
          default -> calls.paused();
        });
  }

  private List<Budget> covering(String tenant) {
    return budgets.stream()
        .filter(budget -> !budget.name().equals(TENANTS) || !tenant.isEmpty())
        .toList();
  }

  private static BudgetMode mode(Budget budget) {
    return budget.rules().mode();
  }

  private static BigDecimal count(Budget budget, Demand demand) {
    return switch (budget.name()) {
      case DAY -> demand.cost().amount().movePointRight(Money.PICO_SCALE);
      case CALLS -> BigDecimal.valueOf(demand.requests());
      default -> BigDecimal.valueOf(demand.tokens());
    };
  }

  private static BigDecimal limit(Budget budget) {
    return LimitedQuantity.exact(budget.limit());
  }

  /** What counts in the window of a moment, open holds only or all. */
  private BigDecimal committed(Budget budget, String tenant, long at, boolean openOnly) {
    BudgetWindow window = budget.window();
    BudgetWindow.Span span = window.at(at);
    long from = window.countsFromMillis(span);
    BigDecimal sum = BigDecimal.ZERO;
    for (Line line : lines) {
      boolean counts =
          covering(line.tenant).contains(budget)
              && (!budget.name().equals(TENANTS) || line.tenant.equals(tenant))
              && line.openedAt >= from
              && line.openedAt < span.endMillis()
              && (line.open || !openOnly);
      sum = counts ? sum.add(count(budget, line.committed())) : sum;
    }
    return sum;
  }

  private boolean fits(Budget budget, String tenant, Demand demand, long at) {
    return (budget.name().equals(DAY) && !demand.costKnown())
        || committed(budget, tenant, at, false).add(count(budget, demand)).compareTo(limit(budget))
            <= 0;
  }

  private static Tags tags(String tenant) {
    return tenant.isEmpty() ? Tags.none() : Tags.of("tenant", tenant);
  }

  /** A call asks. */
  void hold(ModelDemand asked, String tenant) {
    Demand demand = asked.demand();
    List<Budget> covering = covering(tenant);
    List<String> lacking =
        covering.stream()
            .filter(
                budget ->
                    mode(budget) == BudgetMode.PAUSE
                        || (mode(budget) == BudgetMode.ENFORCE
                            && !fits(budget, tenant, demand, now)))
            .map(Budget::name)
            .toList();
    List<String> warning =
        covering.stream()
            .filter(budget -> mode(budget) == BudgetMode.WARN && !fits(budget, tenant, demand, now))
            .map(Budget::name)
            .toList();
    HoldAnswer answer = ledger.hold(ledger.match(tags(tenant), null), demand, now);
    if (answer instanceof HoldAnswer.Granted granted) {
      assertThat(lacking).isEmpty();
      assertThat(granted.unenforced()).extracting(Shortfall::budget).isEqualTo(warning);
      lines.add(new Line(granted.hold(), tenant, now, demand));
    } else {
      assertThat(lacking).contains(((HoldAnswer.Refused) answer).shortfall().budget());
    }
  }

  private Line line(int which) {
    return lines.get(which % lines.size());
  }

  /** A call asks for more; in a rolling window by what counts now, else by its own window. */
  void extend(int which, ModelDemand asked) {
    if (lines.isEmpty()) {
      return;
    }
    Line line = line(which);
    Demand more = asked.demand();
    if (!line.open) {
      assertThatIllegalStateException().isThrownBy(() -> ledger.extend(line.hold, more));
      return;
    }
    boolean fits =
        covering(line.tenant).stream()
            .filter(budget -> mode(budget) != BudgetMode.WARN)
            .allMatch(
                budget ->
                    fits(
                        budget,
                        line.tenant,
                        more,
                        budget.name().equals(ROLLING) ? now : line.openedAt));
    assertThat(ledger.extend(line.hold, more) instanceof HoldAnswer.Granted).isEqualTo(fits);
    line.held = fits ? line.held.plusHeld(more) : line.held;
  }

  /** A call takes more without asking. */
  void extendRegardless(int which, ModelDemand asked) {
    if (!lines.isEmpty()) {
      Line line = line(which);
      ledger.extendRegardless(line.hold, asked.demand());
      line.held = line.open ? line.held.plusHeld(asked.demand()) : line.held;
    }
  }

  /** A call ends. */
  void settle(int which, ModelDemand asked) {
    if (!lines.isEmpty()) {
      Line line = line(which);
      Settlement expected = ended(line, asked.demand());
      assertThat(ledger.settle(line.hold, asked.demand())).isEqualTo(expected);
    }
  }

  /** A call ends that took nothing. */
  void release(int which) {
    if (!lines.isEmpty()) {
      Line line = line(which);
      Settlement expected = ended(line, Demand.ofPicos(0, Money.USD, 0, 0));
      assertThat(ledger.release(line.hold)).isEqualTo(expected);
    }
  }

  private static Settlement ended(Line line, Demand actual) {
    if (!line.open && !line.expired) {
      return Settlement.ALREADY_ENDED;
    }
    Settlement settlement = line.open ? Settlement.ENDED : Settlement.AFTER_EXPIRY;
    line.taken = actual;
    line.open = false;
    line.expired = false;
    return settlement;
  }

  /** Time goes on. */
  void minutesPass(int minutes) {
    now += Duration.ofMinutes(minutes).toMillis() + 1;
  }

  /** What is overdue expires, and what nobody counts any more is forgotten. */
  void sweep() {
    ledger.sweep(now);
    for (Line line : lines) {
      if (line.open && line.openedAt + LIFETIME <= now) {
        line.open = false;
        line.expired = true;
      }
    }
  }

  /** Other limits and modes for the same budgets. */
  void replace(int terms) {
    budgets = budgets(terms);
    assertThat(ledger.replace(budgets)).isEmpty();
  }

  /** Both say the same of every budget and tenant, and refusals have left nothing behind. */
  void check() {
    assertThat(ledger.openHolds()).isEqualTo(lines.stream().filter(line -> line.open).count());
    for (String name : NAMES) {
      Budget budget = budgets.get(NAMES.indexOf(name));
      List<BudgetStatus> all = ledger.status(name).toList();
      for (BudgetStatus status : all) {
        String tenant = status.subject().replace("tenant=", "");
        BigDecimal held = committed(budget, tenant, now, true);
        BigDecimal settled = committed(budget, tenant, now, false).subtract(held);
        assertThat(LimitedQuantity.exact(status.held())).isEqualByComparingTo(held);
        assertThat(LimitedQuantity.exact(status.settled())).isEqualByComparingTo(settled);
        assertThat(status.limit()).isEqualTo(budget.limit());
      }
      if (name.equals(TENANTS)) {
        Set<String> counted = Set.copyOf(all.stream().map(BudgetStatus::subject).toList());
        BudgetWindow.Span span = budget.window().at(now);
        assertThat(lines)
            .filteredOn(line -> !line.tenant.isEmpty() && line.openedAt >= span.startMillis())
            .allMatch(line -> counted.contains("tenant=" + line.tenant));
      } else {
        assertThat(all).hasSize(1);
      }
    }
  }
}
