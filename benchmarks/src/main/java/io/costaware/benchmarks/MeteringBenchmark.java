package io.costaware.benchmarks;

import io.costaware.CostAware;
import io.costaware.call.CallIntent;
import io.costaware.call.CallMeter;
import io.costaware.call.CallOrigin;
import io.costaware.event.CallEvent;
import io.costaware.event.Outcome;
import io.costaware.tags.TagScope;
import io.costaware.tags.Tags;
import io.costaware.target.Operation;
import io.costaware.target.Provider;
import io.costaware.target.ServiceTier;
import io.costaware.usage.RawUsage;
import io.costaware.usage.Usage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A call without its provider: tags gathered and checked, the model read, the ceiling priced, three
 * budgets held, the receipt made, the budgets settled, the event handed to the queue.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
@Fork(
    value = 2,
    jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx512m", "-Xms512m"})
public class MeteringBenchmark {
  private static final Outcome OUTCOME =
      Outcome.measured(
          Usage.tokens(350, 120),
          RawUsage.builder().put("inputTokens", 350).put("outputTokens", 120).build());

  /**
   * Where the six tags come from: all from the scope of the thread, or two of them from the request
   * itself, so that the two must be merged.
   */
  @Param({"scope", "scope+request"})
  public String tags = "";

  /** Whether the request caps its output; without a cap the model's limit is looked up. */
  @Param({"500", "-1"})
  public long maxOutputTokens;

  private CostAware costs;
  private CallMeter meter;
  private CallIntent intent;

  /** The tags of a thread that makes calls. */
  @State(Scope.Thread)
  public static class Caller {
    private TagScope scope;

    /** Opens the thread's scope. */
    @Setup
    public void open(MeteringBenchmark benchmark) {
      scope = TagScope.open(benchmark.ambientTags());
    }

    /** Closes it. */
    @TearDown
    public void close() {
      scope.close();
    }
  }

  /** Builds everything. */
  @Setup(Level.Trial)
  public void setUp() {
    costs = Setting.costAware(new DrainedSink());
    meter = costs.meter();
    Tags own = inRequest() ? Tags.of("feature", "summary", "tenant", "acme") : Tags.none();
    intent =
        new CallIntent(
            CallOrigin.of(Provider.BEDROCK, "eu-central-1", false),
            Operation.CONVERSE,
            Setting.BEDROCK_MODEL,
            ServiceTier.STANDARD,
            own,
            CallIntent.Size.text(60, maxOutputTokens));
  }

  private boolean inRequest() {
    return tags.equals("scope+request");
  }

  private Tags ambientTags() {
    return inRequest() ? Setting.SIX_TAGS.without("feature").without("tenant") : Setting.SIX_TAGS;
  }

  /** Checks that nothing was lost. */
  @TearDown(Level.Trial)
  public void tearDown() {
    Setting.close(costs);
  }

  /** On one thread. */
  @Benchmark
  @Threads(1)
  public @Nullable CallEvent openAndEnd(Caller caller) {
    return meter.open(intent).end(OUTCOME);
  }

  /** On two threads, which share the budgets and the queue. */
  @Benchmark
  @Threads(2)
  public @Nullable CallEvent openAndEndOnTwoThreads(Caller caller) {
    return meter.open(intent).end(OUTCOME);
  }
}
