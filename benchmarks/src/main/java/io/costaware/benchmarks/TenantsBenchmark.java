package io.costaware.benchmarks;

import io.costaware.budget.Settlement;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Matching, holding on and settling eight budgets of one of a million tenants. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx2g", "-Xms2g"})
public class TenantsBenchmark {
  private final SplittableRandom draw = new SplittableRandom(4);
  private Tenants tenants;

  /** Gives every tenant its counters. */
  @Setup
  public void callAll() {
    tenants = new Tenants();
    tenants.callAll();
  }

  /** A tenant is drawn out of a million each time. */
  @Benchmark
  public Settlement eightBudgets() {
    return tenants.callOne(draw);
  }
}
