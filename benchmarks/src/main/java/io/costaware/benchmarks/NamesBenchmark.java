package io.costaware.benchmarks;

import io.costaware.target.Aim;
import io.costaware.target.ModelId;
import io.costaware.target.ModelNames;
import io.costaware.target.Provider;
import io.costaware.target.RememberedAims;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** What a model's name leads to: remembered, and read anew. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx512m", "-Xms512m"})
public class NamesBenchmark {
  /** The name that calls use. */
  @Param({
    "global.anthropic.claude-sonnet-4-6",
    "arn:aws:bedrock:eu-central-1:111122223333:inference-profile/eu.anthropic.claude-sonnet-4-6"
  })
  public String name = "";

  private final RememberedAims aims = new RememberedAims(Provider.BEDROCK, "eu-central-1");

  /** A name that was seen before. */
  @Benchmark
  public Aim remembered() {
    return aims.aim(name);
  }

  /** The same on two threads. */
  @Benchmark
  @Threads(2)
  public Aim rememberedOnTwoThreads() {
    return aims.aim(name);
  }

  /** A name that was seen before, in a text that was not: it must be hashed and compared. */
  @Benchmark
  public Aim rememberedOfANewText() {
    return aims.aim(new String(name.toCharArray()));
  }

  /** A name read for the first time. */
  @Benchmark
  public Aim read() {
    return ModelNames.aim(new ModelId(Provider.BEDROCK, name), "eu-central-1");
  }
}
