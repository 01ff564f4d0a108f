package io.costaware.drill;

import io.costaware.CostAware;
import io.costaware.budget.Budget;
import io.costaware.client.Prompt;
import io.costaware.ledger.SliceStore;
import io.costaware.sink.JsonLinesSink;
import io.costaware.target.Provider;
import io.costaware.testkit.fake.FakeAnswer;
import io.costaware.testkit.fake.FakeCostAwareClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that meters calls to a model in memory and tells its events to a file, all as a service
 * would. It makes so many calls that end, then some that never do, says that it is ready, and waits
 * to be killed; its input's end ends it too.
 */
final class ReportingNode {
  static final Duration LEASE = Duration.ofSeconds(1);
  static final int ENDED = 45;
  private static final int REPORTED = 40;
  private static final int OPEN = 3;

  static final String READY = "ready to be killed";
  private static final String STUCK = "stuck";

  private ReportingNode() {}

  /** A part of a fleet that shares two budgets. */
  static CostAware costs(SliceStore store, String node, Path events) {
    return CostAware.builder()
        .budget(Budget.named("money").limit("1", "USD").lifetime())
        .budget(
            Budget.named("tenants").each("tenant").limitTokens(1_000_000).perYear(ZoneOffset.UTC))
        .fleet(store, node, DrillNode.settings(LEASE))
        .sink(JsonLinesSink.to(events))
        .build();
  }

  /** Store, node, file of the events. */
  public static void main(String[] arguments) throws IOException {
    CostAware costs =
        costs(StoreAddress.parse(arguments[0]).open(), arguments[1], Path.of(arguments[2]));
    FakeCostAwareClient model =
        FakeCostAwareClient.on(costs, Provider.BEDROCK).answering(ReportingNode::answer);
    for (int i = 0; i < REPORTED; i++) {
      var unused = model.converse(prompt(i));
    }
    for (int i = 0; i < OPEN; i++) {
      var unused = model.converseAsync(prompt(i).tag(STUCK, "yes"));
    }
    Await.until("they are under way", () -> costs.health().openHolds() == OPEN);
    // In this time each counter is reported at least once, and what is held with it.
    Await.pass(LEASE);
    for (int i = REPORTED; i < ENDED; i++) {
      var unused = model.converse(prompt(i));
    }
    Await.until("all events are told", () -> costs.health().sinks().get(0).delivered() == ENDED);
    System.out.println(READY);
    int unused = System.in.read();
    Runtime.getRuntime().halt(3);
  }

  private static Prompt prompt(int number) {
    return Prompt.to("global.anthropic.claude-sonnet-4-6")
        .user("Hello")
        .maxTokens(200)
        .tag("tenant", number % 2 == 0 ? "a" : "b");
  }

  private static FakeAnswer answer(Prompt prompt) {
    while (prompt.tags().get(STUCK) != null) {
      LockSupport.park();
    }
    return FakeAnswer.text("Hello yourself").tokens(50, 20);
  }
}
