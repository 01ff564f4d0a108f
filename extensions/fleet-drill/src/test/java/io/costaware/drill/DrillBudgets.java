package io.costaware.drill;

import io.costaware.budget.Budget;
import io.costaware.budget.BudgetWindow;
import io.costaware.ledger.SliceKey;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The budgets of a drill, each in another unit and kind of window: money for the fleet's lifetime,
 * tokens of each tenant in a year, requests in a day. Sized in calls, so that all run full.
 */
final class DrillBudgets {
  static final List<String> TENANTS = List.of("a", "b", "c");
  static final int LEAST_PICOS = 40_000_000;
  static final int LEAST_TOKENS = 400;

  private static final BudgetWindow YEAR = BudgetWindow.year(ZoneOffset.UTC);
  private static final BudgetWindow DAY = BudgetWindow.day(ZoneOffset.UTC);
  // A call takes three quarters of what it holds, which is a quarter more than the least.
  private static final long TYPICAL_PICOS = LEAST_PICOS / 16 * 15;
  private static final long TYPICAL_TOKENS = LEAST_TOKENS / 16 * 15;

  private final long calls;

  DrillBudgets(long calls) {
    this.calls = calls;
  }

  List<Budget> budgets() {
    return List.of(
        Budget.named("fleet")
            .limit(BigDecimal.valueOf(calls * TYPICAL_PICOS, 12).toPlainString(), "USD")
            .lifetime(),
        Budget.named("tenants")
            .each("tenant")
            .limitTokens(calls * TYPICAL_TOKENS / 10 * 4)
            .within(YEAR),
        Budget.named("days").limitRequests(calls / 10 * 4).within(DAY));
  }

  /** A counter and what a call counts in it. */
  record Part(SliceKey key, BigInteger held, BigInteger actual) {}

  /** The counters of a call. */
  List<Part> parts(DrillCall call) {
    return List.of(
        new Part(
            key("fleet", "pico-USD", "", BudgetWindow.lifetime(), call.atMillis()),
            BigInteger.valueOf(call.heldPicos()),
            BigInteger.valueOf(call.actualPicos())),
        new Part(
            key("tenants", "token", "tenant=" + call.tenant(), YEAR, call.atMillis()),
            BigInteger.valueOf(call.heldTokens()),
            BigInteger.valueOf(call.actualTokens())),
        new Part(key("days", "request", "", DAY, call.atMillis()), BigInteger.ONE, BigInteger.ONE));
  }

  /** The limit of a counter, in whole units of its key. */
  BigInteger limit(SliceKey key) {
    return BigInteger.valueOf(
        switch (key.budget()) {
          case "fleet" -> calls * TYPICAL_PICOS;
          case "tenants" -> calls * TYPICAL_TOKENS / 10 * 4;
          case "days" -> calls / 10 * 4;
          default -> throw new IllegalArgumentException("No budget of the drill: " + key);
        });
  }

  private static SliceKey key(
      String budget, String unit, String subject, BudgetWindow window, long atMillis) {
    BudgetWindow.Span span = window.at(atMillis);
    return new SliceKey(
        budget, unit, subject, window.toString(), span.startMillis(), span.endMillis());
  }
}
