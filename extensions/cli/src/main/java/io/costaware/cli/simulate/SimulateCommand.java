package io.costaware.cli.simulate;

import io.costaware.cli.io.CommandFailedException;
import io.costaware.cli.io.ExitCode;
import io.costaware.cli.io.JsonLines;
import io.costaware.cli.io.Streams;
import io.costaware.cli.io.Texts;
import io.costaware.ledger.SliceSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code costaware simulate}: shows how a fleet keeps a budget.
 *
 * <p>For use by one thread.
 */
@Command(
    name = "simulate",
    description = {
      "Simulates a fleet whose nodes share one budget by slices, with the code that does it live,"
          + " until the budget is exhausted and a while on. The same options print the same.",
      "Every tenth node has five times the calls of each of the others. A call holds 20 to 100 %% of"
          + " the largest hold and takes 20 to 80 %% of what it holds; all come at random. No node is"
          + " lost unless a rate says so."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every run kept its bound",
      "1:a run passed the limit by more than its bound, which is a fault of costaware",
      "2:an option is wrong; nothing was simulated",
      "3:the output could not be written"
    })
public final class SimulateCommand implements Callable<Integer> {
  private static final int PICO_PLACES = 12;
  private static final int NANO_PLACES = 9;
  private static final long NANOS_PER_MILLI = 1_000_000L;
  private static final double THOUSANDTHS = 1e3;
  private static final double MILLIONTHS = 1e6;
  private static final long MOST_NODES = 100_000;
  private static final int MANY_NODES = 2_000;
  // A long counts 9.2 million USD in picos; this leaves room for all that can be beyond the limit.
  private static final String MOST_LIMIT = "4000000";
  private static final long MOST_LIMIT_PICOS = 4_000_000_000_000_000_000L;

  private final Streams streams;

  @Option(
      names = "--nodes",
      paramLabel = "N[,N...]",
      defaultValue = "16",
      description =
          "How many nodes share the budget, 1 to 100000; a run for each number. Default: 16.")
  private String nodes = "16";

  @Option(
      names = "--limit",
      paramLabel = "USD",
      description = "The budget's limit; if not given, it follows from --factor.")
  private @Nullable String limit;

  @Option(
      names = "--factor",
      paramLabel = "NUMBER",
      description =
          "The limit, in the largest holds of all nodes: limit = factor x nodes x hold. Default:"
              + " 2500, and 500 for more than 2000 nodes, which take long.")
  private @Nullable String factor;

  @Option(
      names = "--hold",
      paramLabel = "USD",
      defaultValue = "0.02",
      description = "The most that one call holds. Default: 0.02.")
  private String hold = "0.02";

  @Option(
      names = "--rate",
      paramLabel = "PER-SECOND",
      defaultValue = "10",
      description = "Calls per second and node, as the mean of all nodes. Default: 10.")
  private String rate = "10";

  @Option(
      names = "--call-time",
      paramLabel = "SECONDS",
      defaultValue = "4",
      description =
          "How long a call lasts, as the mean: a quarter of it and an exponential rest. Default: 4.")
  private String callTime = "4";

  @Option(
      names = "--overrun-rate",
      paramLabel = "PART",
      defaultValue = "0",
      description =
          "The part of calls, 0 to 1, that take up to 1.5 times what they hold. Default: 0.")
  private String overrunRate = "0";

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Decides all that is drawn at random. Default: 1.")
  private String seed = "1";

  @Option(
      names = "--lease",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "How long room stays with a node that is not heard of, 0.1 to 600. Default: 60.")
  private String lease = "60";

  @Option(
      names = "--calls-per-trip",
      paramLabel = "N",
      defaultValue = "400",
      description = "For how many calls a slice is to last away from the limit. Default: 400.")
  private String callsPerTrip = "400";

  @Option(
      names = "--store-latency",
      paramLabel = "MS",
      defaultValue = "2",
      description = "How long a trip to the store takes, in milliseconds. Default: 2.")
  private String storeLatency = "2";

  @Option(
      names = "--store-timeout",
      paramLabel = "MS",
      defaultValue = "1000",
      description = "When a node gives up a store out of reach, in milliseconds. Default: 1000.")
  private String storeTimeout = "1000";

  @Option(
      names = "--crash-rate",
      paramLabel = "PER-HOUR",
      defaultValue = "0",
      description =
          "Crashes per node and hour. The calls in flight were sent; another process follows after"
              + " 30 seconds on average. Default: 0.")
  private String crashRate = "0";

  @Option(
      names = "--cut-rate",
      paramLabel = "PER-HOUR",
      defaultValue = "0",
      description =
          "How often per node and hour a node loses the store, for up to three leases. Default: 0.")
  private String cutRate = "0";

  @Option(
      names = "--pause-rate",
      paramLabel = "PER-HOUR",
      defaultValue = "0",
      description =
          "How often per node and hour a process stands still, for up to two leases. Default: 0.")
  private String pauseRate = "0";

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      defaultValue = "86400",
      description = "The longest run, in simulated seconds. Default: 86400, a day.")
  private String duration = "86400";

  @Option(
      names = "--run-on",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description =
          "How long a run goes on after the first refusal, in simulated seconds. Default: 30.")
  private String runOn = "30";

  @Option(names = "--json", description = "One JSON object a line instead of a table.")
  private boolean json;

  /** A command that writes to those streams. */
  public SimulateCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    List<Scenario> scenarios;
    try {
      scenarios = scenarios();
    } catch (IllegalArgumentException e) {
      throw CommandFailedException.usage(String.valueOf(e.getMessage()), e);
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      outcomes.add(new Simulation(scenario).run());
    }
    if (json) {
      JsonLines lines = new JsonLines();
      outcomes.forEach(outcome -> lines.object(outcome::writeTo));
      Texts.write(streams, lines.all());
    } else {
      Texts.write(streams, new OutcomeTable(outcomes).toString());
    }
    boolean kept = outcomes.stream().allMatch(Outcome::isWithinBound);
    return (kept ? ExitCode.OK : ExitCode.FINDINGS).number();
  }

  private List<Scenario> scenarios() {
    List<Scenario> scenarios = new ArrayList<>();
    for (String count : nodes.split(",", -1)) {
      scenarios.add(scenario((int) OptionText.whole("--nodes", count, 1, MOST_NODES)));
    }
    return scenarios;
  }

  private Scenario scenario(int nodeCount) {
    long largestHold = OptionText.decimal("--hold", hold, PICO_PLACES, "0.000001", "1000");
    Traffic traffic =
        new Traffic(
            OptionText.decimal("--rate", rate, 3, "0.001", "100000") / THOUSANDTHS,
            largestHold,
            OptionText.decimal("--call-time", callTime, NANO_PLACES, "0.001", "86400"),
            OptionText.decimal("--overrun-rate", overrunRate, 6, "0", "1") / MILLIONTHS);
    return new Scenario(
        nodeCount,
        limit(nodeCount, largestHold),
        OptionText.whole("--seed", seed, Long.MIN_VALUE, Long.MAX_VALUE),
        traffic,
        new Faults(
            perHour("--crash-rate", crashRate),
            perHour("--cut-rate", cutRate),
            perHour("--pause-rate", pauseRate)),
        settings(),
        millis("--store-latency", storeLatency, 0),
        millis("--store-timeout", storeTimeout, 1),
        OptionText.decimal("--duration", duration, NANO_PLACES, "1", "31536000"),
        OptionText.decimal("--run-on", runOn, NANO_PLACES, "0", "31536000"));
  }

  private long limit(int nodeCount, long largestHold) {
    if (limit != null) {
      if (factor != null) {
        throw new IllegalArgumentException(
            "Give --limit or --factor, not both: '" + limit + "', '" + factor + "'");
      }
      return OptionText.decimal("--limit", limit, PICO_PLACES, "0.000001", MOST_LIMIT);
    }
    String text = factor != null ? factor : nodeCount > MANY_NODES ? "500" : "2500";
    long thousandths = OptionText.decimal("--factor", text, 3, "0.001", "1000000000");
    double about = (double) thousandths * nodeCount * largestHold / THOUSANDTHS;
    if (about > MOST_LIMIT_PICOS) {
      throw new IllegalArgumentException(
          "--factor "
              + text
              + " makes a limit above "
              + MOST_LIMIT
              + " USD for "
              + nodeCount
              + " nodes; give a smaller --factor, --hold or --limit");
    }
    return Math.multiplyExact(
        Math.multiplyExact(largestHold / 1000, (long) nodeCount), thousandths);
  }

  private SliceSettings settings() {
    long leaseNanos = OptionText.decimal("--lease", lease, NANO_PLACES, "0.1", "600");
    long calls = OptionText.whole("--calls-per-trip", callsPerTrip, 1, 1_000_000);
    return SliceSettings.USUAL
        .withLease(Duration.ofNanos(leaseNanos))
        .withCallsPerTrip((int) calls);
  }

  private static double perHour(String option, String text) {
    return OptionText.decimal(option, text, 6, "0", "100000") / MILLIONTHS;
  }

  private static long millis(String option, String text, long least) {
    return OptionText.whole(option, text, least, 600_000) * NANOS_PER_MILLI;
  }
}
