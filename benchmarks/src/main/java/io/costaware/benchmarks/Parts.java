package io.costaware.benchmarks;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;

/** Runs the JMH benchmarks and writes their table. */
final class Parts {
  private static final String BYTES = "gc.alloc.rate.norm";

  private Parts() {}

  /** Measures and answers a table in Markdown. */
  static String run(boolean smoke) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("io\\.costaware\\.benchmarks\\..*Benchmark")
            .shouldFailOnError(true)
            .addProfiler(GCProfiler.class);
    if (smoke) {
      options
          .forks(1)
          .warmupIterations(1)
          .measurementIterations(2)
          .warmupTime(TimeValue.milliseconds(300))
          .measurementTime(TimeValue.milliseconds(300));
    }
    return table(new Runner(options.build()).run());
  }

  private static String table(Collection<RunResult> results) {
    StringBuilder text = new StringBuilder("\n### Parts\n\n");
    text.append(
        """
        JMH, average time of an operation, with the fastest and slowest iteration.

        | Benchmark | Threads | ns | B |
        |---|---|---|---|
        """);
    results.forEach(result -> text.append(row(result)));
    return text.toString();
  }

  private static String row(RunResult result) {
    BenchmarkParams params = result.getParams();
    String given =
        params.getParamsKeys().stream()
            .map(key -> key + "=" + params.getParam(key))
            .collect(Collectors.joining(", "));
    String name = params.getBenchmark();
    String method = name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
    Statistics times = result.getPrimaryResult().getStatistics();
    return String.format(
        Locale.ROOT,
        "| `%s`%s | %d | %.1f [%.1f..%.1f] | %s |%n",
        method,
        given.isEmpty() ? "" : " " + given,
        params.getThreads(),
        times.getMean(),
        times.getMin(),
        times.getMax(),
        bytes(result));
  }

  /** What the profiler found, rounded. */
  @SuppressWarnings("rawtypes") // As JMH declares it.
  private static String bytes(RunResult result) {
    for (var entry : result.getSecondaryResults().entrySet()) {
      if (entry.getKey().endsWith(BYTES)) {
        return String.format(Locale.ROOT, "%.0f", entry.getValue().getScore());
      }
    }
    return "";
  }
}
