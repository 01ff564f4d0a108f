package io.costaware.benchmarks;

import io.costaware.budget.Budget;
import io.costaware.budget.BudgetLedger;
import io.costaware.budget.Demand;
import io.costaware.budget.HoldAnswer;
import io.costaware.budget.Settlement;
import io.costaware.ledger.InMemoryLedger;
import io.costaware.money.Money;
import io.costaware.tags.Tags;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Calls of a million tenants, each covered by eight budgets: four of the tenant, two of its team
 * and two of the company.
 */
final class Tenants {
  static final int COUNT = 1_000_000;

  private static final int TEAMS = 100;

  private final Tags[] tags = new Tags[COUNT];
  private final Instant begun = Instant.now();
  private final BudgetLedger ledger =
      InMemoryLedger.of(budgets(), Money.USD, InstantSource.fixed(begun));
  private final Demand held = Demand.ofPicos(2_500_000_000L, Money.USD, 560, 1);
  private final Demand actual = Demand.ofPicos(1_500_000_000L, Money.USD, 180, 1);

  Tenants() {
    for (int i = 0; i < COUNT; i++) {
      tags[i] = Tags.of("team", "team-" + i % TEAMS, "tenant", "tenant-" + i);
    }
  }

  private static List<Budget> budgets() {
    return List.of(
        Budget.named("tenant day").each("tenant").limit("1000000", "USD").perDay(ZoneOffset.UTC),
        Budget.named("tenant month")
            .each("tenant")
            .limit("9000000", "USD")
            .perMonth(ZoneOffset.UTC),
        Budget.named("tenant requests")
            .each("tenant")
            .limitRequests(Budget.MAX_LIMIT)
            .perDay(ZoneOffset.UTC),
        Budget.named("tenant tokens")
            .each("tenant")
            .limitTokens(Budget.MAX_LIMIT)
            .perMonth(ZoneOffset.UTC),
        Budget.named("team month").each("team").limit("99000000", "USD").perMonth(ZoneOffset.UTC),
        Budget.named("team tokens")
            .each("team")
            .limitTokens(Budget.MAX_LIMIT)
            .perDay(ZoneOffset.UTC),
        Budget.named("company month").limit("1000000000", "USD").perMonth(ZoneOffset.UTC),
        Budget.named("company requests").limitRequests(Budget.MAX_LIMIT).perDay(ZoneOffset.UTC));
  }

  /** A call of each tenant, so that all have counters. */
  void callAll() {
    for (Tags one : tags) {
      if (call(one) != Settlement.ENDED) {
        throw new IllegalStateException("A call of " + one + " did not end");
      }
    }
  }

  /** A call of a tenant that is drawn. */
  Settlement callOne(RandomGenerator draw) {
    return call(tags[draw.nextInt(COUNT)]);
  }

  private Settlement call(Tags one) {
    HoldAnswer answer = ledger.hold(ledger.match(one, null), held, begun.toEpochMilli());
    return ledger.settle(((HoldAnswer.Granted) answer).hold(), actual);
  }

  /** Says how much heap the counters of a tenant take; the tags are there before. */
  public static void main(String[] args) {
    Tenants tenants = new Tenants();
    long before = heap();
    tenants.callAll();
    long after = heap();
    System.out.printf(
        "%d tenants with 4 counters each: %d bytes of heap for each%n",
        COUNT, (after - before) / COUNT);
    // Read afterwards, so that nothing is collected before it is counted.
    System.out.println(tenants.callOne(RandomGenerator.getDefault()));
  }

  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
