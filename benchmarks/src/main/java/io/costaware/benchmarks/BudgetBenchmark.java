package io.costaware.benchmarks;

import io.costaware.budget.Budget;
import io.costaware.budget.BudgetLedger;
import io.costaware.budget.Coverage;
import io.costaware.budget.Demand;
import io.costaware.budget.HoldAnswer;
import io.costaware.budget.Settlement;
import io.costaware.ledger.InMemoryLedger;
import io.costaware.ledger.InMemorySliceStore;
import io.costaware.ledger.SlicedLedger;
import io.costaware.money.Money;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Holding and settling on one budget, beside what rate limiters do for as much: Bucket4j takes
 * tokens and puts back those that were not used; Resilience4j takes one permission, for it can give
 * none back.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx512m", "-Xms512m"})
public class BudgetBenchmark {
  private static final int HELD = 560;
  private static final int TAKEN = 180;

  private final InstantSource clock = InstantSource.system();
  private final Demand held = Demand.ofPicos(2_500_000_000L, Money.USD, HELD, 1);
  private final Demand actual = Demand.ofPicos(1_500_000_000L, Money.USD, TAKEN, 1);
  private final List<Budget> perDay =
      List.of(Budget.named("day").limitTokens(Budget.MAX_LIMIT).perDay(ZoneOffset.UTC));
  private final BudgetLedger day = InMemoryLedger.of(perDay, Money.USD, clock);
  private final Coverage ofDay = day.match(Setting.SIX_TAGS, null);
  private final BudgetLedger hour =
      InMemoryLedger.of(
          List.of(
              Budget.named("hour")
                  .limitTokens(Budget.MAX_LIMIT)
                  .perRolling(Duration.ofHours(1), 12)),
          Money.USD,
          clock);
  private final SlicedLedger fleet =
      SlicedLedger.over(new InMemorySliceStore(clock), clock, System::nanoTime)
          .budgets(perDay)
          .currency(Money.USD)
          .node("benchmark")
          .open();
  private final Bucket bucket =
      Bucket.builder()
          .addLimit(
              limit ->
                  limit
                      .capacity(Budget.MAX_LIMIT)
                      .refillIntervally(Budget.MAX_LIMIT, Duration.ofDays(30)))
          .build();
  private final RateLimiter limiter =
      RateLimiter.of(
          "second",
          RateLimiterConfig.custom()
              .limitForPeriod(Integer.MAX_VALUE)
              .limitRefreshPeriod(Duration.ofSeconds(1))
              .timeoutDuration(Duration.ZERO)
              .build());

  /** Stops the thread that reports slices. */
  @TearDown
  public void close() {
    fleet.close();
  }

  private Settlement matchHoldAndSettle(BudgetLedger ledger) {
    return holdAndSettle(ledger, ledger.match(Setting.SIX_TAGS, null));
  }

  private Settlement holdAndSettle(BudgetLedger ledger, Coverage coverage) {
    HoldAnswer answer = ledger.hold(coverage, held, clock.millis());
    return ledger.settle(((HoldAnswer.Granted) answer).hold(), actual);
  }

  private void takeAndPutBack() {
    if (!bucket.tryConsume(HELD)) {
      throw new IllegalStateException("The bucket is empty");
    }
    bucket.addTokens(HELD - TAKEN);
  }

  private void take() {
    if (!limiter.acquirePermission()) {
      throw new IllegalStateException("No permission is left");
    }
  }

  /** Holding and settling, the budget at hand as a peer's bucket is. */
  @Benchmark
  public Settlement holdAndSettle() {
    return holdAndSettle(day, ofDay);
  }

  /** The same on two threads, which share the counter. */
  @Benchmark
  @Threads(2)
  public Settlement holdAndSettleOnTwoThreads() {
    return holdAndSettle(day, ofDay);
  }

  /** The same, and the budget is found by the call's tags. */
  @Benchmark
  public Settlement matchHoldAndSettle() {
    return matchHoldAndSettle(day);
  }

  /** A rolling hour in twelve buckets. */
  @Benchmark
  public Settlement rollingWindow() {
    return matchHoldAndSettle(hour);
  }

  /** A budget of a fleet, against a slice that is reported and refilled meanwhile. */
  @Benchmark
  public Settlement slice() {
    return matchHoldAndSettle(fleet);
  }

  /** The same on two threads. */
  @Benchmark
  @Threads(2)
  public Settlement sliceOnTwoThreads() {
    return matchHoldAndSettle(fleet);
  }

  /** Bucket4j: takes tokens and puts the rest back. */
  @Benchmark
  public void bucket4j() {
    takeAndPutBack();
  }

  /** The same on two threads, which share the bucket. */
  @Benchmark
  @Threads(2)
  public void bucket4jOnTwoThreads() {
    takeAndPutBack();
  }

  /** Resilience4j: takes one permission. */
  @Benchmark
  public void resilience4j() {
    take();
  }

  /** The same on two threads, which share the limiter. */
  @Benchmark
  @Threads(2)
  public void resilience4jOnTwoThreads() {
    take();
  }
}
