package io.costaware.examples;

import com.google.genai.Client;
import io.costaware.CloseReport;
import io.costaware.CostAware;
import io.costaware.Health;
import io.costaware.bedrock.CostAwareBedrock;
import io.costaware.budget.Budget;
import io.costaware.budget.BudgetStatus;
import io.costaware.call.CallRefusedException;
import io.costaware.client.CostAwareClient;
import io.costaware.event.CallEvent;
import io.costaware.sink.JsonLinesSink;
import io.costaware.sink.SinkHealth;
import io.costaware.tags.TagRules;
import io.costaware.target.Provider;
import io.costaware.vertex.CostAwareVertex;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/**
 * A few hundred calls of three teams over both clouds, each tagged, priced, held against budgets,
 * sent, settled and told about.
 *
 * <p>Without arguments it is offline: local endpoints speak both wire formats. {@code --live
 * bedrock} or {@code --live vertex} makes a handful of real calls with your credentials instead.
 *
 * <p>For use by one thread.
 */
public final class Quickstart {
  private static final String USAGE = "Use no arguments, or --live bedrock, or --live vertex.";
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final DateTimeFormatter FILE_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(UTC);

  private final PrintStream out;
  private final Path eventFile;
  private final InstantSource clock;

  Quickstart(PrintStream out, Path eventFile, InstantSource clock) {
    this.out = out;
    this.eventFile = eventFile;
    this.clock = clock;
  }

  /** Runs it; see the class. */
  public static void main(String[] args) {
    InstantSource clock = InstantSource.system();
    Path file = Path.of("target", "costs-" + FILE_TIME.format(clock.instant()) + ".jsonl");
    try {
      new Quickstart(System.out, file, clock).run(args);
    } catch (IllegalArgumentException | IllegalStateException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private void run(String... args) {
    if (args.length == 0) {
      out.println("Three teams call endpoints on this machine that play both clouds.");
      run(Clouds.local(), 40);
    } else if (args.length == 2 && args[0].equals("--live")) {
      Clouds clouds = Clouds.live(provider(args[1]), System.getenv("GOOGLE_CLOUD_PROJECT"));
      out.println("A handful of real calls, which cost a little.");
      run(clouds, 1);
    } else {
      throw new IllegalArgumentException(USAGE);
    }
  }

  static Provider provider(String name) {
    return switch (name) {
      case "bedrock" -> Provider.BEDROCK;
      case "vertex" -> Provider.VERTEX;
      default -> throw new IllegalArgumentException("Unknown provider '" + name + "'. " + USAGE);
    };
  }

  /** Makes the calls, shows what came of them, and closes everything. */
  void run(Clouds clouds, int rounds) {
    Instant began = clock.instant();
    JsonLinesSink file = JsonLinesSink.to(eventFile);
    try (clouds;
        CostAware costs = costs(file);
        BedrockRuntimeClient bedrock = clouds.bedrock(costs);
        BedrockRuntimeAsyncClient bedrockAsync = clouds.bedrockAsync(costs);
        Client gemini = clouds.gemini(costs)) {
      CallEvent shown = null;
      List<CostAwareClient> both = new ArrayList<>();
      if (gemini != null) {
        shown = Teams.growth(gemini, rounds);
        both.add(CostAwareVertex.client(gemini, costs));
      }
      if (bedrock != null && bedrockAsync != null) {
        shown = Teams.support(bedrock, bedrockAsync, rounds);
        both.add(CostAwareBedrock.client(bedrock, bedrockAsync, costs));
      }
      CallRefusedException refused = Teams.research(both, rounds);
      both.forEach(CostAwareClient::close);

      // Events travel through a queue; closing writes what is still in it.
      CloseReport left = costs.close(Duration.ofSeconds(10));
      show(shown, refused);
      show(SpendTable.of(file, began, clock.instant().plusSeconds(1)), costs.budgets());
      show(costs.health(), left);
    }
  }

  private CostAware costs(JsonLinesSink file) {
    return CostAware.builder()
        .alias(Teams.CLAUDE, "bedrock:global.anthropic.claude-sonnet-4-6")
        .alias(Teams.NOVA, "bedrock:us.amazon.nova-lite-v1:0")
        .tags(TagRules.require("team", "app").allow("env", "dev", "prod"))
        .budget(team("support", "10000").perMonth(UTC))
        .budget(team("growth", "500").perWeek(UTC))
        .budget(team("research", "0.05").perDay(UTC))
        .sink("event file", file)
        .clock(clock)
        .build();
  }

  private static Budget team(String name, String usd) {
    return Budget.named(name).where("team", name).limit(usd, "USD");
  }

  private void show(@Nullable CallEvent call, @Nullable CallRefusedException refused) {
    heading("One receipt");
    out.println(call == null ? "No call was made." : Receipts.describe(call));
    heading("One refused call");
    out.println(refused == null ? "Every call had room in its budget." : refused.getMessage());
  }

  private void show(SpendTable spend, List<BudgetStatus> budgets) {
    heading("Spend by team and model, read from the event file");
    out.print(spend);
    heading("Budgets, as the ledger has them");
    for (BudgetStatus budget : budgets) {
      out.printf(
          "%-10s %s of %s settled, %s held, %s%n",
          budget.budget(), budget.settled(), budget.limit(), budget.held(), budget.window());
    }
  }

  private void show(Health health, CloseReport left) {
    heading("Health");
    for (SinkHealth sink : health.sinks()) {
      out.printf(
          "%s: %d events delivered, %d failed, %d lost%n",
          sink.name(), sink.delivered(), sink.failed(), sink.lost());
    }
    out.printf(
        "calls: %d refused, %d with faults of metering, %d open; %s more taken than was held%n",
        health.refusals(), health.faults(), health.openHolds(), health.overshoot().cost());
    out.printf(
        "prices: %s; closed %s%n",
        health.priceVersion(), left.isComplete() ? "with nothing left" : "with " + left);
    heading("Event file");
    out.println(eventFile.toAbsolutePath());
  }

  private void heading(String text) {
    out.println();
    out.println("== " + text + " ==");
  }
}
