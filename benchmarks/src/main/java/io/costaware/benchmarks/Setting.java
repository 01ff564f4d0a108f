package io.costaware.benchmarks;

import io.costaware.CostAware;
import io.costaware.budget.Budget;
import io.costaware.tags.TagRules;
import io.costaware.tags.Tags;
import java.time.ZoneId;

/**
 * The same costaware in every measurement: the bundled prices, rules for two tags, three budgets
 * that cover each call, and one sink behind its queue, which is drained.
 */
final class Setting {
  /** A model with prices of its own in the bundled sheet. */
  static final String BEDROCK_MODEL = "global.anthropic.claude-sonnet-4-6";

  /** Its counterpart on Vertex AI. */
  static final String VERTEX_MODEL = "gemini-2.5-flash";

  /** The six tags of every call. */
  static final Tags SIX_TAGS =
      Tags.of(
          "app", "chat",
          "cost-center", "4711",
          "env", "prod",
          "feature", "summary",
          "team", "support",
          "tenant", "acme");

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private Setting() {}

  /** Three budgets that cover each call, none of which it can use up. */
  static Budget[] budgets() {
    return new Budget[] {
      Budget.named("support").where("team", "support").limit("9000000", "USD").perMonth(BERLIN),
      Budget.named("chat").where("app", "chat").limit("9000000", "USD").perDay(BERLIN),
      Budget.named("all").limitTokens(900_000_000_000_000L).perMonth(BERLIN)
    };
  }

  /** One to be closed by whoever measures. */
  static CostAware costAware(DrainedSink sink) {
    var builder =
        CostAware.builder()
            .tags(TagRules.require("team", "app").pattern("tenant", "[a-z]+"))
            .beginAtZero()
            .sink("drained", sink);
    for (Budget budget : budgets()) {
      builder.budget(budget);
    }
    return builder.build();
  }

  /** Fails if anything was lost on the way, for then less was measured than is claimed. */
  static void close(CostAware costs) {
    var health = costs.health();
    boolean lost = health.sinks().stream().anyMatch(sink -> sink.lost() > 0);
    costs.close();
    if (lost || health.faults() > 0 || health.refusals() > 0) {
      throw new IllegalStateException("Calls were not metered as they should be: " + health);
    }
  }
}
